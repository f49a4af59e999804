package dev.rootbridge.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rootbridge.explain.Audience;
import dev.rootbridge.explain.Minting;
import dev.rootbridge.explain.Minting.Issuer;
import dev.rootbridge.explain.Minting.Route;
import dev.rootbridge.explain.MintingMatrix;
import dev.rootbridge.explain.TrustFacts;
import dev.rootbridge.trust.Anchor;
import dev.rootbridge.trust.TrustDomain;
import java.util.ArrayList;
import java.util.List;

/** Who could mint what, as it is printed. */
record MintingReport(TrustFacts facts) {

  private static final int SHORT = 16;

  void print(Minting minting, Screen screen) {
    if (minting.issuers().isEmpty()) {
      screen.line("nobody that is trusted here could issue " + minting.identity());
    } else {
      screen.line(minting.identity() + " could be issued by:");
      TextTable table = new TextTable(List.of("CA OF", "HOW", "SEEN BY", "SHA-256", "SUBJECT"));
      for (Issuer issuer : minting.issuers()) {
        List<String> row =
            List.of(
                issuer.owner(),
                how(issuer),
                issuer.audience().text(),
                shortened(issuer.anchor()),
                issuer.anchor().subject());
        if (issuer.route().isOpened()) {
          table.addAlarm(row);
        } else {
          table.add(row);
        }
      }
      screen.table(table);
    }
    minting.fetched().forEach(screen::alarm);
    minting.remarks().forEach(remark -> screen.line("note: " + remark));
    if (minting.isOpened()) {
      screen.alarm(
          "opened: constraint.mode: None, meshConfig.acceptance: Alias, trustDomainAliases, or a pem"
              + " or a spiffeBundleUrl in a mesh config lets CAs issue it that needn't be able to");
    }
  }

  private static String how(Issuer issuer) {
    return issuer.route() == Route.ALIAS
        ? issuer.route().label() + ", as " + issuer.as()
        : issuer.route().label();
  }

  void print(MintingMatrix matrix, Screen screen) {
    List<String> head = new ArrayList<>(List.of("CA OF"));
    matrix.domains().forEach(domain -> head.add(column(domain)));
    head.addAll(List.of("SEEN BY", "SHA-256"));
    TextTable table = new TextTable(head);
    for (MintingMatrix.Row row : matrix.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.owner()));
      matrix
          .domains()
          .forEach(
              domain ->
                  cells.add(
                      row.routes().containsKey(domain) ? row.routes().get(domain).label() : "-"));
      cells.addAll(List.of(row.audience().text(), shortened(row.anchor())));
      if (row.isOpened()) {
        table.addAlarm(cells);
      } else {
        table.add(cells);
      }
    }
    screen.table(table);
    matrix.fetched().forEach(screen::alarm);
    matrix.remarks().forEach(remark -> screen.line("note: " + remark));
  }

  private static String column(TrustDomain domain) {
    return domain.equals(MintingMatrix.ANY_OTHER) ? "ANY OTHER" : domain.name();
  }

  private static String shortened(Anchor anchor) {
    return anchor.fingerprint().hex().substring(0, SHORT);
  }

  ObjectNode json(Minting minting) {
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("identity", minting.identity().toString());
    json.put("localTrustDomain", facts.local().trustDomain().name());
    json.put("opened", minting.isOpened());
    var issuers = json.putArray("issuers");
    for (Issuer issuer : minting.issuers()) {
      ObjectNode entry = issuers.addObject();
      entry.put("owner", issuer.owner());
      put(entry, issuer.anchor());
      entry.put("route", issuer.route().label());
      entry.put("as", issuer.as().toString());
      put(entry, issuer.audience());
    }
    var fetched = json.putArray("fetched");
    minting.fetched().forEach(fetched::add);
    var remarks = json.putArray("remarks");
    minting.remarks().forEach(remarks::add);
    return json;
  }

  ObjectNode json(MintingMatrix matrix) {
    ObjectNode json = OutputOptions.JSON.createObjectNode();
    json.put("localTrustDomain", facts.local().trustDomain().name());
    var rows = json.putArray("authorities");
    for (MintingMatrix.Row row : matrix.rows()) {
      ObjectNode entry = rows.addObject();
      entry.put("owner", row.owner());
      put(entry, row.anchor());
      ObjectNode routes = entry.putObject("routes");
      for (TrustDomain domain : matrix.domains()) {
        if (row.routes().containsKey(domain)) {
          routes.put(
              domain.equals(MintingMatrix.ANY_OTHER) ? "*" : domain.name(),
              row.routes().get(domain).label());
        }
      }
      put(entry, row.audience());
    }
    var fetched = json.putArray("fetched");
    matrix.fetched().forEach(fetched::add);
    var remarks = json.putArray("remarks");
    matrix.remarks().forEach(remarks::add);
    return json;
  }

  private static void put(ObjectNode entry, Anchor anchor) {
    entry.put("sha256", anchor.fingerprint().hex());
    entry.put("subject", anchor.subject());
  }

  private static void put(ObjectNode entry, Audience audience) {
    entry.put("everyProxy", audience instanceof Audience.EveryProxy);
    if (audience instanceof Audience.In in) {
      var namespaces = entry.putArray("namespaces");
      for (Audience.Place place : in.namespaces()) {
        ObjectNode named = namespaces.addObject();
        named.put("name", place.namespace());
        var workloads = named.putArray(place.extent() == Audience.Extent.ALL ? "allBut" : "only");
        place.workloads().forEach(owner -> workloads.add(owner.toString()));
      }
    }
  }
}
