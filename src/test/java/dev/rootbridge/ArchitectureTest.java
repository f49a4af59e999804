package dev.rootbridge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the code map in the README. */
@AnalyzeClasses(packages = "dev.rootbridge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String JDK = "java..";

  @ArchTest
  static final ArchRule trustIsPure = may("trust", JDK, "javax.security..", "org.bouncycastle..");

  @ArchTest
  static final ArchRule spiffeIsPure =
      may("spiffe", JDK, "com.fasterxml.jackson..", "dev.rootbridge.trust..");

  @ArchTest
  static final ArchRule injectIsPure =
      may("inject", JDK, "com.fasterxml.jackson..", "dev.rootbridge.trust..");

  @ArchTest
  static final ArchRule meshIsPure =
      may("mesh", JDK, "org.yaml.snakeyaml..", "dev.rootbridge.trust..");

  @ArchTest
  static final ArchRule syncIsPure =
      may(
          "sync",
          JDK,
          "dev.rootbridge.trust..",
          "dev.rootbridge.inject..",
          "dev.rootbridge.mesh..");

  @ArchTest
  static final ArchRule explainIsPure =
      may(
          "explain",
          JDK,
          "com.fasterxml.jackson..",
          "dev.rootbridge.trust..",
          "dev.rootbridge.inject..",
          "dev.rootbridge.mesh..",
          "dev.rootbridge.sync..");

  @ArchTest
  static final ArchRule servingIsPure =
      may(
          "serving",
          JDK,
          "javax.net.ssl..",
          "javax.security..",
          "org.bouncycastle..",
          "dev.rootbridge.trust..");

  @ArchTest static final ArchRule logIsSmall = may("log", JDK, "org.jboss.logging..");

  @ArchTest static final ArchRule webhookKnowsInjectOnly = mayOfOurs("webhook", "inject", "log");

  @ArchTest static final ArchRule webKnowsNoCluster = mayOfOurs("web", "sync", "trust", "spiffe");

  @ArchTest
  static final ArchRule kubeKnowsThePurePackages =
      mayOfOurs("kube", "trust", "spiffe", "inject", "mesh", "sync", "serving", "explain", "log");

  @ArchTest
  static final ArchRule commandsKnowThePurePackages =
      mayOfOurs("cli", "trust", "inject", "spiffe", "mesh", "sync", "explain", "kube");

  @ArchTest
  static final ArchRule commandsNeedNoServer =
      noClasses()
          .that()
          .resideInAPackage("dev.rootbridge.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.quarkus..", "jakarta.enterprise..", "jakarta.inject..");

  @ArchTest
  static final ArchRule nobodyNeedsBoot =
      noClasses()
          .that(not(resideInAPackage("dev.rootbridge.boot..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.rootbridge.boot..");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .that(not(resideInAPackage("dev.rootbridge.kube.v1alpha1..")))
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)");

  /** What the package may use, everything counted. */
  private static ArchRule may(String name, String... others) {
    return classes()
        .that()
        .resideInAPackage("dev.rootbridge." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(others).or(resideInAPackage("dev.rootbridge." + name + "..")));
  }

  /** Which of our own packages the package may use. */
  private static ArchRule mayOfOurs(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    for (int i = 0; i < others.length; i++) {
      allowed[i] = "dev.rootbridge." + others[i] + "..";
    }
    allowed[others.length] = "dev.rootbridge." + name + "..";
    return classes()
        .that()
        .resideInAPackage("dev.rootbridge." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(not(resideInAPackage("dev.rootbridge.."))))
        .allowEmptyShould(true);
  }
}
