package dev.rootbridge.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Ways to install the chart; together they turn on all that it has. */
enum ChartValues {
  NOTHING_SET("rootbridge-system", "{}"),

  DEFAULTS("rootbridge-system", "trustDomain: cluster-a.example"),

  HIGH_AVAILABILITY("rootbridge-system", "trustDomain: cluster-a.example") {
    @Override
    List<JsonNode> render() {
      return HelmChart.render(namespace(), HelmChart.HIGH_AVAILABILITY, file());
    }
  },

  ELSEWHERE(
      "trust",
      """
      trustDomain: cluster-a.example
      mesh: {rootNamespace: istio-canary, configMaps: [istio-canary, shared]}
      settings:
        rootbridge.sync.max-scopes: 5
        rootbridge.sources.max-bytes: 2097152
        rootbridge.local.root.config-map.key: C:\\roots
      log: {json: true}
      crds: {keep: false}
      """),

  BY_CERT_MANAGER(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      serving:
        mode: cert-manager
        hosts: [rootbridge.primary.example, rootbridge.eu-west-1, 203.0.113.7, '2001:db8::7']
        certManager: {issuerRef: {name: internal, kind: ClusterIssuer}}
      """),

  FROM_FILES(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      serving: {mode: files, secretName: mine}
      webhook: {caBundle: Cg==, excludeRootNamespace: false}
      """),

  MONITORED(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      metrics:
        serviceMonitor: {enabled: true, labels: {release: prometheus}}
        prometheusRule: {enabled: true, runbooks: "https://git.example/rootbridge/"}
        dashboard: {enabled: true}
      networkPolicy:
        enabled: true
        managementFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
        egress: [{ports: [{port: 443}]}]
      """),

  SERVING_ITS_BUNDLE(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      bundleEndpoint: {enabled: true, secretName: public-certificate}
      secrets:
        remote: [istio-remote-secret-cluster-b]
        other: [{namespace: shop, name: partner-roots}]
      image: {digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", pullSecrets: [pull]}
      priorityClassName: important
      podAnnotations: {example.com/team: mesh}
      podLabels: {example.com/team: mesh}
      nodeSelector: {kubernetes.io/os: linux}
      tolerations: [{key: control-plane, operator: Exists}]
      affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
      """),

  CALLED_BY_MTLS(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      serving: {clientCa: {secretName: api-servers}}
      secrets: {remote: [rootbridge-remote-west]}
      settings:
        rootbridge.remote-clusters.west.secret.name: rootbridge-remote-west
        rootbridge.remote-clusters.west.caller-auth: mtls
        rootbridge.remote-clusters.west.allowed-callers: west-api-server
      """),

  PAGE_FOR_READERS(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      page: {access: token-review, audiences: [rootbridge.example, other.example]}
      networkPolicy:
        enabled: true
        pageFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: sso}}}]
      """),

  WITHOUT_PAGE(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      page: {enabled: false, access: token-review}
      """),

  DISCOVERY(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      secrets: {discover: true}
      """),

  GUARDED_OPT_IN(
      "rootbridge-system",
      """
      trustDomain: cluster-a.example
      policy: {enabled: true, optInGroups: [platform-admins]}
      """),

  REMOTE(
      "istio-system",
      """
      profile: remote
      remote:
        url: https://rootbridge.primary.example:15017/inject/cluster/west/net/west-1
        caBundle: Cg==
        tokenReview: true
      """);

  private final String namespace;
  private final String yaml;

  ChartValues(String namespace, String yaml) {
    this.namespace = namespace;
    this.yaml = yaml;
  }

  String namespace() {
    return namespace;
  }

  /** The names of those that are set by name. */
  Set<String> settings() {
    Set<String> names = new TreeSet<>();
    HelmChart.objects(yaml)
        .forEach(values -> values.at("/settings").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** What whoever installs it so is told. */
  String notes() {
    return HelmChart.notes(namespace, file());
  }

  /** The values in a file. */
  Path file() {
    return HelmChart.values(yaml);
  }

  List<JsonNode> render() {
    return HelmChart.render(namespace, file());
  }
}
