package dev.valet.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.valet.Json;
import dev.valet.SecretText;
import dev.valet.action.Action;
import dev.valet.action.Errand;
import dev.valet.action.Executor;
import dev.valet.action.HttpTemplate;
import dev.valet.action.Impact;
import dev.valet.action.MinorUnits;
import dev.valet.action.PerformanceId;
import dev.valet.action.Performing;
import dev.valet.grant.ActionId;
import dev.valet.identity.Environment;
import dev.valet.json.StrictJson;
import dev.valet.registry.HttpTemplateDocument;
import java.math.BigDecimal;
import java.util.Optional;

/** A performance of one template, with a secret that is nowhere else. */
final class TestErrand {
    static final String SECRET = "canary+5fQ2/x9Kd7_LmR4t-WbZ8.vYc3NpHs6JgUe1";
    static final String KEY = "vk-7d1f0b9e3c5a";
    static final String ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:actions/psp-AbC123";

    /** Does nothing but pay, in one account; a result of one id and one note. */
    static final String PAY = """
            {
              "host": "api.upstream.example",
              "method": "POST",
              "path": "/v1/accounts/${/account}/payouts",
              "query": {"expand": "fees"},
              "headers": {"Idempotency-Key": "${key}", "Api-Version": "2026-01-01"},
              "form": {"amount": "${/amount|minor:/currency}", "currency": "${/currency|lower}", "note": "${/note}"},
              "credential": {"secret": "%s", "as": "bearer"},
              "answer": {
                "done": [{"status": [200, 201]}],
                "refused": [{"status": [402], "code": "declined"}],
                "result": {
                  "id": {"type": "text", "at": "/id", "most": 40, "characters": "name"},
                  "note": {"type": "text", "at": "/note", "most": 4000, "characters": "text", "optional": true}
                },
                "reference": "id"
              },
              "lookup": {
                "path": "/v1/payouts",
                "query": {"key": "${key}"},
                "found": [{"status": [200], "where": {"/data/0/key": ["${key}"]}}],
                "notFound": [{"status": [200], "where": {"/object": ["list"]}, "absent": ["/data/0"]}],
                "notFoundAfterSeconds": 3600,
                "result": {
                  "id": {"type": "text", "at": "/data/0/id", "most": 40, "characters": "name"},
                  "note": {"type": "text", "at": "/data/0/note", "most": 4000, "characters": "text", "optional": true}
                },
                "reference": "id"
              }
            }
            """.formatted(ARN);

    static final Json.Obj INPUT = Json.object()
            .with("account", "acct 7")
            .with("amount", "12.50")
            .with("currency", "EUR")
            .build();

    private TestErrand() {}

    static HttpTemplate template(String document) {
        return HttpTemplateDocument.read(StrictJson.read(document.getBytes(UTF_8)));
    }

    static Errand of(String document) {
        return of(template(document), INPUT);
    }

    static Errand of(HttpTemplate template, Json.Obj input) {
        var action = new Action(
                new ActionId("pay-out"),
                "Pays",
                Impact.HIGH,
                Environment.SANDBOX,
                Json.object().with("type", "object").build(),
                new Executor.Http(template),
                Optional.empty());
        return new Errand(PerformanceId.of("somebody", "key-1"), action, input, KEY);
    }

    /** Two digits for all, which is right for all that is paid here. */
    static final MinorUnits CENTS =
            (decimal, _) -> new BigDecimal(decimal).movePointRight(2).longValueExact();

    static HttpPerformer performer(Transport transport) {
        return performer(transport, SECRET);
    }

    static HttpPerformer performer(Transport transport, String secret) {
        return new HttpPerformer(_ -> new SecretText(secret), CENTS, transport);
    }

    /** All that an agent could ever get to see of it. */
    static String seen(Performing performing) {
        return switch (performing) {
            case Performing.Done(var result, String reference) -> result.text() + reference;
            case Performing.Withheld(String cause) -> cause;
            case Performing.NotDone(String cause) -> cause;
            case Performing.Unknown(String cause) -> cause;
        };
    }
}
