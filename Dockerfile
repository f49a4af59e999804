# .ci/image builds this. Pin both images by digest: JDK_IMAGE=eclipse-temurin:25-jdk-ubi10-minimal@sha256:...
ARG JDK_IMAGE=eclipse-temurin:25-jdk-ubi10-minimal
ARG BASE_IMAGE=redhat/ubi10-micro

FROM ${JDK_IMAGE} AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src/main src/main
COPY webhook-config/crd webhook-config/crd
# The AOT cache is trained by the JVM that is copied below: it takes no other's. CI: nothing is to be formatted here.
RUN CI=true ./mvnw -B package -Dmaven.test.skip -Dquarkus.package.jar.type=aot-jar \
      -Dquarkus.package.jar.aot.enabled=true -Dquarkus.package.jar.aot.type=aot -Dquarkus.package.jar.aot.phase=build \
    && test -s target/quarkus-app/app.aot
# What only compiles.
RUN cp -a "$JAVA_HOME" /jre && rm -rf /jre/jmods /jre/include /jre/man /jre/lib/src.zip

FROM ${BASE_IMAGE}
COPY --from=build /jre /opt/java
COPY --from=build /build/target/quarkus-app /opt/rootbridge
# The cache is found by the paths that it was trained with, relative to here.
WORKDIR /opt/rootbridge
USER 10001:10001
EXPOSE 15017 8080 8081 8443
ENTRYPOINT ["/opt/java/bin/java", "-XX:AOTCache=app.aot", "-jar", "quarkus-run.jar"]
