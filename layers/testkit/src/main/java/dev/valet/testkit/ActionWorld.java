package dev.valet.testkit;

import dev.valet.Json;
import dev.valet.Malformed;
import dev.valet.action.Action;
import dev.valet.action.Executor;
import dev.valet.action.Impact;
import dev.valet.action.InputSchemas;
import dev.valet.action.LambdaTarget;
import dev.valet.action.Performer;
import dev.valet.action.SignReceipt;
import dev.valet.action.Spends;
import dev.valet.approval.Approvals;
import dev.valet.approval.AskForApproval;
import dev.valet.audit.AuditLog;
import dev.valet.audit.AuditStore;
import dev.valet.budget.Caps;
import dev.valet.budget.Unit;
import dev.valet.grant.ActionId;
import dev.valet.grant.Grant;
import dev.valet.identity.Environment;
import dev.valet.identity.Principal;
import dev.valet.limit.Origin;
import dev.valet.performance.ActionOutcome;
import dev.valet.performance.ActionRequest;
import dev.valet.performance.DecideAction;
import dev.valet.performance.EndPerformances;
import dev.valet.performance.PerformAction;
import dev.valet.performance.Performance;
import dev.valet.performance.PerformanceBook;
import dev.valet.performance.Performances;
import dev.valet.performance.Receipts;
import dev.valet.performance.SignedReceipts;
import dev.valet.performance.SweepPerformances;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A world with two actions: {@code pay-invoice}, which spends euros, and {@code ask-model}, which spends tokens. One agent,
 * {@code payer}, has a grant of each.
 */
public final class ActionWorld {
    public static final Unit EUR = Unit.currency("EUR");
    public static final ActionId PAY = ActionId.parse("pay-invoice");
    public static final ActionId ASK = ActionId.parse("ask-model");

    /** Five euros at a time, ten a day. */
    public static final Caps TEN_EUROS = new Caps(EUR, 500, 1000, Optional.empty(), Set.of("acme", "globex"));

    public static final Caps THOUSAND_TOKENS = new Caps(Unit.TOKENS, 400, 1000, Optional.empty(), Set.of());

    public final TurnableClock clock = new TurnableClock();
    public final MemoryRegistry registry = new MemoryRegistry();
    public final MemoryApprovals memoryApprovals = new MemoryApprovals();
    public final MemoryPayees payees = new MemoryPayees();
    public final MemoryUsedTokens usedTokens = new MemoryUsedTokens();
    public final MemoryAudit auditStore = new MemoryAudit();
    public final MemoryReceiptSigner receiptKey = new MemoryReceiptSigner();
    public final FakeUpstream upstream = new FakeUpstream();
    public final Principal payer = Sample.role("payer");
    public final Grant payGrant = paying(TEN_EUROS);
    public final Grant askGrant = Sample.performing("payer", "ask-models", ask(), Optional.of(THOUSAND_TOKENS));

    private final Store store;

    /** Where performances are kept. */
    public interface Store {
        /** As one replica uses it; each may have its own. */
        Performances performances();

        PerformanceBook book();

        Approvals approvals();

        /** What the budget that a performance is counted in has counted, for all payees or one. */
        long used(Performance performance, Optional<String> payee);

        /** Happens after each change of what is configured, for a store that reads that elsewhere. */
        default void configured(ActionWorld world) {}
    }

    /** All in memory. */
    public ActionWorld() {
        var memory = new MemoryPerformances(registry, memoryApprovals);
        this.store = new Store() {
            @Override
            public Performances performances() {
                return memory;
            }

            @Override
            public PerformanceBook book() {
                return memory;
            }

            @Override
            public Approvals approvals() {
                return memoryApprovals;
            }

            @Override
            public long used(Performance performance, Optional<String> payee) {
                return memory.used(performance, performance.charge().orElseThrow(), payee);
            }
        };
        settle();
    }

    public ActionWorld(Store store) {
        this.store = store;
        settle();
    }

    private void settle() {
        registry.put(Sample.agent("payer", Environment.PRODUCTION, payer));
        registry.put(payGrant);
        registry.put(askGrant);
        registry.put(pay());
        registry.put(ask());
        caps(TEN_EUROS);
    }

    public static Action pay() {
        return action(
                PAY,
                List.of("amount", "currency", "payee"),
                Optional.of(new Spends("amount", Optional.of("currency"), Optional.of("payee"), Optional.empty())));
    }

    public static Action ask() {
        return action(
                ASK,
                List.of("prompt", "maxTokens"),
                Optional.of(new Spends("maxTokens", Optional.empty(), Optional.empty(), Optional.of("tokensUsed"))));
    }

    public static Action action(ActionId id, List<String> required, Optional<Spends> spends) {
        return new Action(
                id,
                "The story's " + id,
                Impact.HIGH,
                Environment.SANDBOX,
                Json.object().with("required", required).build(),
                new Executor.Lambda(new LambdaTarget("arn:aws:lambda:eu-west-1:111122223333:function:act:live")),
                spends);
    }

    /** What may be paid from now on; the grant is at a new version, as it is when somebody applies it. */
    public void caps(Caps caps) {
        registry.put(paying(caps));
        store.configured(this);
    }

    private static Grant paying(Caps caps) {
        return Sample.performing("payer", "pay-invoices", pay(), Optional.of(caps));
    }

    /** Something is configured otherwise. */
    public void change(Runnable change) {
        change.run();
        store.configured(this);
    }

    /** Knows what is required, and nothing else of JSON Schema. */
    public static final InputSchemas SCHEMAS = new InputSchemas() {
        @Override
        public List<Malformed.Problem> faults(Json.Obj schema) {
            return List.of();
        }

        @Override
        public List<Malformed.Problem> check(Json.Obj schema, Json.Obj input) {
            return ((Json.Arr) schema.at("required"))
                    .items().stream()
                            .map(name -> ((Json.Str) name).text())
                            .filter(name -> !input.members().containsKey(name))
                            .map(name -> new Malformed.Problem("/" + name, "is required"))
                            .toList();
        }
    };

    public DecideAction decide() {
        return new DecideAction(SCHEMAS, payees, (principal, _) -> Sample.DEVELOPMENT.includes(principal), clock);
    }

    public Store store() {
        return store;
    }

    /** One replica of the function, with its own chain of the audit. */
    public PerformAction replica() {
        return replica(store.performances(), upstream, auditStore);
    }

    public PerformAction replica(Performances performances, Performer performer, AuditStore audit) {
        var log = new AuditLog(audit);
        var asking = new AskForApproval(store.approvals(), log, clock);
        return new PerformAction(
                decide(), registry, performances, usedTokens, payees, performer, receipts(), asking, log, clock);
    }

    private Receipts receipts() {
        return new SignedReceipts(new SignReceipt(receiptKey, "valet-test"));
    }

    public ActionOutcome ask(ActionRequest request) {
        return replica().perform(payer, request);
    }

    public static ActionRequest payment(String key, String amount, String payee) {
        var input = Json.object()
                .with("amount", amount)
                .with("currency", "EUR")
                .with("payee", payee)
                .build();
        return new ActionRequest(PAY, input, "invoice 42", key, Optional.empty(), Optional.empty(), Origin.UNKNOWN);
    }

    public static ActionRequest payment(String key) {
        return payment(key, "1.00", "acme");
    }

    public static ActionRequest question(String key, long maxTokens) {
        var input = Json.object()
                .with("prompt", "why?")
                .with("maxTokens", maxTokens)
                .build();
        return new ActionRequest(ASK, input, "", key, Optional.empty(), Optional.empty(), Origin.UNKNOWN);
    }

    /** What is done every minute. */
    public SweepPerformances.Report sweep() {
        return sweep(new AuditLog(auditStore));
    }

    public SweepPerformances.Report sweep(AuditLog audit) {
        return new SweepPerformances(store.book(), store.performances(), payees, upstream, registry, audit, clock)
                .sweep(clock.instant().plusSeconds(50));
    }

    /** What a revocation does about the payments. */
    public List<Performance> endPayments() {
        return new EndPerformances(store.book(), store.performances(), clock)
                .of(payGrant.agent(), payGrant.id(), clock.instant().minus(Duration.ofMinutes(16)));
    }

    public void turn(Duration by) {
        clock.turn(by);
    }
}
