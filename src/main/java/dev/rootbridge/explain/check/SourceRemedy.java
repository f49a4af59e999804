package dev.rootbridge.explain.check;

import dev.rootbridge.explain.FederationCheck;
import dev.rootbridge.explain.RemoteFacts;
import dev.rootbridge.explain.RemoteFacts.Access;
import dev.rootbridge.explain.RemoteFacts.Use;
import dev.rootbridge.sync.SourceSpec.ConfigMapKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What mends the access that a source is read by: {@code federate} where it made that, and refuses
 * any other; else by hand.
 *
 * @param meshNamespace where {@code federate} would have put the Secret
 */
record SourceRemedy(RemoteFacts remote, Use.Source source, String meshNamespace) {

  private static final Pattern ACCOUNT =
      Pattern.compile("system:serviceaccount:([a-z0-9-]+):([a-z0-9.-]+)");

  /** Where the token is no good. */
  String renew() {
    if (isOfFederate()) {
      return federate() + " --refresh";
    }
    return account()
        .map(
            account ->
                ("make a token there, and put it into %s: kubectl --context B create token %s -n %s"
                        + " --duration 720h")
                    .formatted(remote.secret(), account.group(2), account.group(1)))
        .orElseGet(
            () ->
                ("put a kubeconfig of server, CA and token into %s, whose user may get, list and"
                        + " watch %s there")
                    .formatted(remote.secret(), configMap()));
  }

  /** Where rights are missing there. */
  String grant() {
    if (isOfFederate()) {
      return federate();
    }
    ConfigMapKey root = remote.place().root();
    String kubectl = "kubectl --context B -n " + root.namespace() + " create ";
    return account()
        .map(
            account ->
                ("%srole rootbridge-source --verb get,list,watch --resource configmaps"
                        + " --resource-name %s && %srolebinding rootbridge-source --role"
                        + " rootbridge-source --serviceaccount %s:%s")
                    .formatted(kubectl, root.name(), kubectl, account.group(1), account.group(2)))
        .orElseGet(
            () ->
                "let %s get, list and watch %s there"
                    .formatted(user().orElse("the user of " + remote.secret()), configMap()));
  }

  /** Where istiod reads every Secret of the other cluster by it. */
  String lessen() {
    return isOfFederate()
        ? "kubectl -n %s label secret %s istio/multiCluster-"
            .formatted(remote.place().secretNamespace(), remote.place().secretName())
        : ("make an account there that may get, list and watch %s alone, put its kubeconfig into a"
                + " Secret without the label istio/multiCluster, let Rootbridge read that"
                + " (rbac.yaml), and name it in spec.source of FederatedTrustDomain %s")
            .formatted(configMap(), source.domain().name());
  }

  private boolean isOfFederate() {
    return remote.place().secretNamespace().equals(meshNamespace)
        && remote.place().secretName().equals(FederationCheck.secretName(source.domain().name()));
  }

  /**
   * Of the resource that is there, whatever the contexts are called; its selector and the server
   * stay.
   */
  private String federate() {
    return "rootbridge federate --from-context B --to-context A --name "
        + source.domain().name()
        + " --trust-domain "
        + source.domain().trustDomain().name();
  }

  private String configMap() {
    ConfigMapKey root = remote.place().root();
    return "ConfigMap " + root.namespace() + "/" + root.name();
  }

  /** Whoever wrote the token chose the name, so only what is one goes into a command. */
  private Optional<Matcher> account() {
    return user().map(ACCOUNT::matcher).filter(Matcher::matches);
  }

  private Optional<String> user() {
    return remote
        .access()
        .seen()
        .filter(Access.Usable.class::isInstance)
        .flatMap(access -> ((Access.Usable) access).user());
  }
}
