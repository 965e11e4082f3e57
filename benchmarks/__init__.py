"""Measurements that anyone can repeat; every figure that is claimed comes from one of these."""
