package dev.rootbridge.kube;

/** A time through which this replica has held the lease, and nobody else in between. */
record Term(long number) {}
