package dev.rootbridge.web;

import java.util.List;

/**
 * The status page, all in words: the template puts them in order and decides nothing.
 *
 * @param asOf when the plan was made that this shows
 * @param trustDomain this cluster's
 * @param summary the page in one sentence
 * @param maps who trusts whom, drawn for each screen
 * @param trust whom this cluster trusts, a row each
 * @param domains the anchors of each trust domain, this cluster's first
 * @param changes the latest
 * @param events the latest that this replica told
 * @param namespaces those that need a look first; the rest is in a list of its own
 * @param pods that are missed
 * @param remotes the clusters that this one's istiod serves too
 * @param discovered the Secrets that Istio enrols clusters by
 */
record StatusView(
    String asOf,
    String trustDomain,
    String summary,
    List<MapView> maps,
    List<TrustRow> trust,
    List<DomainSection> domains,
    ChangesInWords.Section changes,
    EventsInWords.Section events,
    NamespaceSection namespaces,
    PodSection pods,
    List<RemoteRow> remotes,
    List<DiscoveredRow> discovered,
    List<SampleSection> samples) {

  StatusView {
    maps = List.copyOf(maps);
    trust = List.copyOf(trust);
    domains = List.copyOf(domains);
    remotes = List.copyOf(remotes);
    discovered = List.copyOf(discovered);
    samples = List.copyOf(samples);
  }

  /**
   * One federated trust domain.
   *
   * @param resource the name of its {@code FederatedTrustDomain}
   * @param standing whether it is trusted now
   * @param constraint whether its roots are bound to it
   * @param vouchesFor whom its CA may speak for
   * @param trustsBack what is known of whether it trusts this cluster
   * @param calls which of them this cluster's half lets through
   * @param namespaces where it is trusted
   */
  record TrustRow(
      String trustDomain,
      String resource,
      Standing standing,
      Standing constraint,
      String vouchesFor,
      String trustsBack,
      String calls,
      String namespaces) {}

  /** A word for a state, and how it is drawn. The look repeats the word and adds nothing to it. */
  record Standing(String word, Look look) {
    static Standing good(String word) {
      return new Standing(word, Look.GOOD);
    }

    static Standing waiting(String word) {
      return new Standing(word, Look.WAITING);
    }

    static Standing bad(String word) {
      return new Standing(word, Look.BAD);
    }
  }

  /** How a state is drawn. */
  enum Look {
    GOOD("good"),
    WAITING("waiting"),
    BAD("bad");

    private final String styleClass;

    Look(String styleClass) {
      this.styleClass = styleClass;
    }

    /** The class that style.css has for it. */
    public String styleClass() {
      return styleClass;
    }
  }

  /**
   * A trust domain with its roots and conditions.
   *
   * @param id what links lead to
   * @param whose this cluster's, or by which resource it is federated
   * @param timeLines its anchors, drawn for each screen
   */
  record DomainSection(
      String id,
      String trustDomain,
      String whose,
      List<TimeLineView> timeLines,
      List<AnchorRow> anchors,
      List<ConditionRow> conditions) {
    DomainSection {
      timeLines = List.copyOf(timeLines);
      anchors = List.copyOf(anchors);
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * A root.
   *
   * @param fingerprint SHA-256 of the certificate, in groups of four digits
   * @param published in what form proxies get it
   * @param next what happens to it and what it waits for; empty where nothing is to come
   */
  record AnchorRow(
      String fingerprint,
      String subject,
      Standing state,
      String published,
      String expiry,
      String next) {}

  /** A condition of the resource's status, worded as there. */
  record ConditionRow(String type, Standing status, String reason, String message) {}

  /**
   * The opted-in namespaces.
   *
   * @param total how many there are
   * @param states how many are in each state
   * @param first those that need a look first
   */
  record NamespaceSection(int total, List<ListFrame.Choice> states, List<NamespaceRow> first) {
    NamespaceSection {
      states = List.copyOf(states);
      first = List.copyOf(first);
    }
  }

  /**
   * The pods that are missed.
   *
   * @param reasons how many there are for each reason
   * @param unknown why those of some clusters aren't known
   */
  record PodSection(int total, List<ListFrame.Choice> reasons, List<String> unknown) {
    PodSection {
      reasons = List.copyOf(reasons);
      unknown = List.copyOf(unknown);
    }
  }

  /** An opted-in namespace. */
  record NamespaceRow(String name, String mayTrust, Standing configMap, String message) {}

  /**
   * A remote cluster.
   *
   * @param standing whether it is served
   * @param namespaces how many have what they should
   * @param trust whether it and this cluster trust each other
   * @param root whose root it has, or what is in the way
   */
  record RemoteRow(String name, Standing standing, String namespaces, String trust, String root) {}

  /**
   * A remote Secret.
   *
   * @param uses who reads it
   */
  record DiscoveredRow(String secret, String cluster, Standing standing, String uses) {}

  /**
   * A sample pod.
   *
   * @param summary how many lines were added, and how to tell them
   * @param before the part of the pod that changed, as it came
   * @param after the same part as it was let in
   * @param whole all of the pod as it was let in
   */
  record SampleSection(
      String title,
      String summary,
      List<Passage> before,
      List<Passage> after,
      List<Passage> whole) {
    SampleSection {
      before = List.copyOf(before);
      after = List.copyOf(after);
      whole = List.copyOf(whole);
    }
  }

  /** Lines that came about the same way, each with a sign for it in front. */
  record Passage(PassageKind kind, String text) {}

  /** How lines came about. */
  enum PassageKind {
    KEPT,
    ADDED,
    REMOVED,
    /** Lines that are not shown, and how many. */
    LEFT_OUT
  }
}
