package dev.rootbridge.kube;

import dev.rootbridge.explain.DomainFacts;
import dev.rootbridge.explain.RemoteFacts;
import dev.rootbridge.explain.RemoteFacts.Use;
import dev.rootbridge.explain.RemoteFacts.Visit;
import dev.rootbridge.sync.SourceSpec.RemoteCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The other clusters that Rootbridge reaches, visited the way that it does.
 *
 * @param remotes those that were asked for
 * @param unknown a line for each name that was asked for and is none's
 */
record RemoteSurvey(List<RemoteFacts> remotes, List<String> unknown) {

  /** Those that are away keep nobody waiting for long, one after the other. */
  private static final int AT_ONCE = 8;

  private static final String ALLOWED = "rootbridge.sources.allowed-addresses";

  RemoteSurvey {
    remotes = List.copyOf(remotes);
    unknown = List.copyOf(unknown);
  }

  /** One that isn't visited yet. */
  private record Known(String name, Use use, RemoteCluster place) {

    /** People may mean it by its trust domain, too. */
    boolean isCalled(String text) {
      return name.equals(text)
          || (use instanceof Use.Source source
              && source.domain().trustDomain().name().equals(text));
    }

    RemoteFacts visit(CallersCluster cluster, OutboundNetwork network) {
      AccessSurvey survey = AccessSurvey.of(cluster, network.rule(), place);
      return new RemoteFacts(
          name,
          use,
          place,
          survey.seen(),
          survey
              .access()
              .map(access -> RemoteVisit.of(use, place, access, network))
              .orElseGet(Visit.NotMade::new));
    }
  }

  /**
   * Visits them.
   *
   * @param domains whose sources may be in other clusters
   * @param settings which have those that this one's istiod serves too
   * @param wanted by name; none: all of them
   */
  static RemoteSurvey of(
      CallersCluster cluster,
      List<DomainFacts> domains,
      InstalledSettings settings,
      Set<String> wanted)
      throws ClusterAccessException {
    List<Known> known = known(domains, settings);
    List<Known> asked =
        known.stream()
            .filter(remote -> wanted.isEmpty() || wanted.stream().anyMatch(remote::isCalled))
            .toList();
    List<String> unknown =
        wanted.stream()
            .filter(name -> known.stream().noneMatch(remote -> remote.isCalled(name)))
            .map(name -> unknown(name, known))
            .toList();
    if (asked.isEmpty()) {
      return new RemoteSurvey(List.of(), unknown);
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(asked.size(), AT_ONCE));
    try (OutboundNetwork network = new OutboundNetwork(addresses(settings))) {
      List<CompletableFuture<RemoteFacts>> visits =
          asked.stream()
              .map(
                  remote ->
                      CompletableFuture.supplyAsync(() -> remote.visit(cluster, network), threads))
              .toList();
      return new RemoteSurvey(visits.stream().map(CompletableFuture::join).toList(), unknown);
    } finally {
      threads.shutdown();
    }
  }

  /** Whoever writes a Secret there chooses whom this machine connects to. */
  private static AddressRule addresses(InstalledSettings settings) throws ClusterAccessException {
    try {
      return AddressRule.allowing(settings.list(ALLOWED));
    } catch (IllegalArgumentException e) {
      throw new ClusterAccessException(
          "the setting " + ALLOWED + " has " + e.getMessage() + ": mend it", e);
    }
  }

  private static List<Known> known(List<DomainFacts> domains, InstalledSettings settings) {
    List<Known> known = new ArrayList<>();
    for (DomainFacts domain : domains) {
      if (domain.trust().source() instanceof RemoteCluster place) {
        known.add(new Known(domain.name(), new Use.Source(domain), place));
      }
    }
    InstalledRemote.of(settings)
        .forEach(
            (name, remote) ->
                known.add(new Known(name, new Use.Served(remote.callers()), remote.place())));
    return known;
  }

  private static String unknown(String name, List<Known> known) {
    TreeSet<String> names = new TreeSet<>();
    known.forEach(remote -> names.add(remote.name()));
    return "no cluster is reached from here by the name "
        + name
        + (names.isEmpty() ? "; none is" : "; there is " + String.join(", ", names));
  }
}
