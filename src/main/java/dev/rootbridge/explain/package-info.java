/**
 * Answers to people's questions, decided from facts that were looked up before: what a workload
 * trusts and why, who could mint an identity, what a change of trust does, what is wrong with a
 * cluster. Pure: nothing here asks a cluster.
 */
package dev.rootbridge.explain;
