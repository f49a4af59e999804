package dev.rootbridge.it;

/**
 * The two clusters that federate: Rootbridge runs in A and reads B's roots.
 *
 * @param a the cluster that Rootbridge serves
 * @param b the remote one; also where manifests and the CRD are tried, since nothing acts on them
 * @param kubectl the client of the same release
 * @param binaries what a further API server is started from
 */
public record Clusters(ApiServer a, ApiServer b, Kubectl kubectl, KubernetesBinaries binaries)
    implements AutoCloseable {

  static Clusters start(KubernetesBinaries binaries) {
    ApiServer a = ApiServer.start("cluster-a", binaries);
    try {
      return new Clusters(
          a, ApiServer.start("cluster-b", binaries), new Kubectl(binaries.kubectl()), binaries);
    } catch (RuntimeException e) {
      a.close();
      throw e;
    }
  }

  @Override
  public void close() {
    b.close();
    a.close();
  }
}
