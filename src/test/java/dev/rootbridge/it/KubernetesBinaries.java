package dev.rootbridge.it;

import io.fabric8.kubeapitest.Utils;
import io.fabric8.kubeapitest.binary.BinaryManager;
import io.fabric8.kubeapitest.binary.OSInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where kube-apiserver, etcd and kubectl come from. kube-api-test wants them by version and
 * platform below a folder {@code k8s} and ignores {@code KUBEBUILDER_ASSETS}, which is how the rest
 * of the world points at them; so that layout is made here, out of symbolic links.
 *
 * @param versions the folder of versions in kube-api-test's layout
 * @param complete false where kube-api-test is yet to download them into it
 */
record KubernetesBinaries(Path versions, boolean complete) {

  private static final Pattern VERSION = Pattern.compile("Kubernetes v(\\S+)");

  static KubernetesBinaries locate(Map<String, String> environment) {
    String assets = environment.get("KUBEBUILDER_ASSETS");
    if (assets != null) {
      return new KubernetesBinaries(layOut(Path.of(assets)), true);
    }
    String testDirectory =
        environment.getOrDefault(
            "KUBE_API_TEST_DIR",
            Path.of(System.getProperty("user.home"), ".kubeapitest").toString());
    Path versions = Path.of(testDirectory, BinaryManager.BINARY_LIST_DIR);
    try {
      Files.createDirectories(versions);
      try (Stream<Path> present = Files.list(versions)) {
        return new KubernetesBinaries(versions, present.findAny().isPresent());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path layOut(Path assets) {
    String said = Command.of(assets.resolve("kube-apiserver").toString(), "--version").succeed();
    Matcher version = VERSION.matcher(said);
    if (!version.find()) {
      throw new IllegalStateException("kube-apiserver --version said " + said);
    }
    Path versions = Scratch.emptyFolder("binaries");
    String name = version.group(1) + Utils.platformSuffix(new OSInfo());
    return link(versions.resolve(name), assets.toAbsolutePath()).getParent();
  }

  /**
   * A folder for one API server, to be kube-api-test's: it keeps keys beside the binaries, and two
   * clusters that share keys would take each other's tokens.
   */
  Path folderFor(String cluster) {
    Path folder = Scratch.emptyFolder(cluster);
    link(folder.resolve(BinaryManager.BINARY_LIST_DIR), versions);
    return folder;
  }

  Path kubectl() {
    try (Stream<Path> present = Files.list(versions)) {
      return present.map(version -> version.resolve("kubectl")).max(Path::compareTo).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path link(Path link, Path target) {
    try {
      return Files.createSymbolicLink(link, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
