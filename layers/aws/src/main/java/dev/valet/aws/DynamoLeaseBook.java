package dev.valet.aws;

import dev.valet.Unavailable;
import dev.valet.grant.GrantId;
import dev.valet.identity.AgentId;
import dev.valet.lease.Lease;
import dev.valet.lease.LeaseBook;
import dev.valet.lease.LeaseId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads leases back, by keys that all have the agent in them (INV-4). */
public final class DynamoLeaseBook implements LeaseBook {
    private final StateTable table;

    public DynamoLeaseBook(StateTable table) {
        this.table = table;
    }

    @Override
    public Optional<Lease> find(AgentId agent, List<GrantId> grants, LeaseId id) {
        var keys =
                grants.stream().map(grant -> StateKey.lease(agent, grant, id)).toList();
        return table.getAll(keys).stream()
                .flatMap(row -> LeaseRow.read(row).stream())
                .findFirst();
    }

    @Override
    public List<Lease> since(AgentId agent, List<GrantId> grants, Instant since, int most) {
        var questions = grants.stream()
                .map(grant -> StateKey.Range.leases(agent, grant, LeaseId.floor(since)))
                .map(range -> CompletableFuture.supplyAsync(
                        () -> table.query(range, false, most),
                        task -> Thread.ofVirtual().start(task)))
                .toList();
        return questions.stream()
                .flatMap(question -> answer(question).stream())
                .flatMap(row -> LeaseRow.read(row).stream())
                .sorted(Comparator.comparing(Lease::id).reversed())
                .toList();
    }

    private static List<Row> answer(CompletableFuture<List<Row>> question) {
        try {
            return question.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Unavailable unavailable) {
                throw unavailable;
            }
            throw failed;
        }
    }
}
