package dev.rootbridge.web;

/**
 * A pod before and after Rootbridge looked at it, for people to see what changes.
 *
 * @param before the pod in YAML, as it came
 * @param after the same as it was let in
 */
public record PodSample(String title, String before, String after) {}
