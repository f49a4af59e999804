package dev.rootbridge.inject;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of a pod's annotations that can't be served, each with a sentence that names it. */
record LeftOut(ScopeSelection selection, List<String> unknownContainers) {

  /** A hostile annotation of 256 KiB would else come back as a hundred thousand sentences. */
  private static final int MAX_WARNINGS = 8;

  List<String> names() {
    return Stream.of(selection.forbidden(), selection.unknown(), unknownContainers)
        .flatMap(List::stream)
        .toList();
  }

  boolean isEmpty() {
    return !selection.isPartial() && unknownContainers.isEmpty();
  }

  List<Warning> warnings() {
    return first(
        Stream.concat(trustDomainWarnings(), unknownContainers.stream().map(LeftOut::noContainer)),
        names().size());
  }

  /** What is wrong with the trust domains, on one line: the reason for a denial. */
  String trustDomainMessage() {
    int count = selection.forbidden().size() + selection.unknown().size();
    return first(trustDomainWarnings(), count).stream()
        .map(Warning::text)
        .collect(Collectors.joining("; "));
  }

  private Stream<Warning> trustDomainWarnings() {
    return Stream.concat(
        selection.forbidden().stream().map(LeftOut::forbidden),
        selection.unknown().stream().map(LeftOut::unknown));
  }

  private static Warning forbidden(String name) {
    return Warning.of(
        "TrustDomainForbidden: {} isn't for this namespace; drop it, or let its namespaceSelector"
            + " select the namespace",
        List.of(name));
  }

  private static Warning unknown(String name) {
    return Warning.of(
        "TrustDomainUnknown: no FederatedTrustDomain has {}; correct the annotation "
            + InjectionContract.TRUST_DOMAINS_ANNOTATION,
        List.of(name));
  }

  private static Warning noContainer(String name) {
    return Warning.of(
        "ContainerUnknown: the pod has no container {}; correct the annotation "
            + InjectionContract.CONTAINERS_ANNOTATION,
        List.of(name));
  }

  private static List<Warning> first(Stream<Warning> warnings, int count) {
    Stream<Warning> shown = warnings.limit(MAX_WARNINGS);
    return count <= MAX_WARNINGS
        ? shown.toList()
        : Stream.concat(
                shown,
                Stream.of(
                    new Warning(
                        (count - MAX_WARNINGS) + " more names of annotations were left out")))
            .toList();
  }
}
