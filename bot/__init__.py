"""Who talks: the commands, the conversation and the front ends. The only room that puts corpus and index together."""
