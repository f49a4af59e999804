package dev.rootbridge.inject;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The names of a pod's annotations that can't be served, each with a sentence that names it. */
record LeftOut(ScopeSelection selection, List<String> unknownContainers) {

  /** A hostile annotation of 256 KiB would else come back as a million characters. */
  private static final int MAX_WARNINGS = 8;

  List<String> names() {
    return Stream.of(selection.forbidden(), selection.unknown(), unknownContainers)
        .flatMap(List::stream)
        .toList();
  }

  boolean isEmpty() {
    return !selection.isPartial() && unknownContainers.isEmpty();
  }

  /** What is wrong with the trust domains, on one line: the reason for a denial. */
  String trustDomainMessage() {
    return String.join("; ", cut(trustDomainSentences()));
  }

  List<Warning> warnings() {
    List<String> sentences = trustDomainSentences();
    for (String container : unknownContainers) {
      sentences.add(
          "ContainerUnknown: "
              + InjectionContract.CONTAINERS_ANNOTATION
              + " names "
              + Printable.quoted(container)
              + ", which the pod doesn't have; left out");
    }
    return cut(sentences).stream().map(Warning::new).toList();
  }

  private List<String> trustDomainSentences() {
    List<String> sentences = new ArrayList<>();
    for (String name : selection.forbidden()) {
      sentences.add(
          "TrustDomainForbidden: "
              + Printable.quoted(name)
              + " isn't for this namespace; drop it, or have its namespaceSelector select the"
              + " namespace");
    }
    for (String name : selection.unknown()) {
      sentences.add(
          "TrustDomainUnknown: no FederatedTrustDomain has "
              + Printable.quoted(name)
              + "; correct "
              + InjectionContract.TRUST_DOMAINS_ANNOTATION);
    }
    return sentences;
  }

  private static List<String> cut(List<String> sentences) {
    if (sentences.size() <= MAX_WARNINGS) {
      return sentences;
    }
    List<String> cut = new ArrayList<>(sentences.subList(0, MAX_WARNINGS));
    cut.add("and " + (sentences.size() - MAX_WARNINGS) + " more names are left out");
    return cut;
  }
}
