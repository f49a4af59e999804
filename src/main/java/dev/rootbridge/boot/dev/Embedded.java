package dev.rootbridge.boot.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.enterprise.inject.Stereotype;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Only in dev mode, and there only while it isn't told to serve a real cluster. */
@Stereotype
@IfBuildProfile("dev")
@IfBuildProperty(name = "rootbridge.cluster", stringValue = "embedded")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Embedded {}
