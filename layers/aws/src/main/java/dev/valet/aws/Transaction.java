package dev.valet.aws;

import dev.valet.Unavailable;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/**
 * Writes that all happen or none, though others are at the same rows: DynamoDB cancels what meets another transaction, and
 * then it is tried again, after a wait that grows and differs from one to the next. What a condition refused is never tried
 * again. An attempt that was cancelled wrote nothing, and each attempt has conditions by which it finds what an earlier one,
 * whose reply was lost, has done (T-32).
 */
final class Transaction {
    static final int ATTEMPTS = 12;

    private static final Duration LONGEST_WAIT = Duration.ofMillis(400);
    private static final Set<String> IN_THE_WAY =
            Set.of("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded", "None");

    /** Waits. A test waits for nothing. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration time);

        Pause SLEEP = time -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Unavailable("interrupted");
            }
        };
    }

    private final StateTable table;
    private final Pause pause;

    Transaction(StateTable table, Pause pause) {
        this.table = table;
        this.pause = pause;
    }

    /** What stood in the way, for each write in order. */
    record Refused(List<CancellationReason> reasons) {
        boolean of(int index) {
            return isRefusal(reasons.get(index));
        }

        /** The row as it is, of a write that asked for it; empty when there is none. */
        Optional<Row> row(int index) {
            Map<String, AttributeValue> item =
                    reasons.get(index).hasItem() ? reasons.get(index).item() : Map.of();
            return item.isEmpty() ? Optional.empty() : Optional.of(new Row(item));
        }
    }

    /**
     * @return the conditions that did not hold; empty when everything is written
     * @throws Unavailable when it is not known whether it is, or others were in the way for too long
     */
    Optional<Refused> write(List<TransactWriteItem> writes) {
        return again(() -> {
            try {
                table.dynamo.transactWriteItems(transaction -> transaction.transactItems(writes));
                return Optional.of(Optional.<Refused>empty());
            } catch (TransactionCanceledException cancelled) {
                return ended(cancelled.cancellationReasons());
            }
        });
    }

    /** @param write a single one, which may meet a transaction as well */
    <T> T alone(Supplier<T> write) {
        return again(() -> {
            try {
                return Optional.of(write.get());
            } catch (TransactionConflictException inTheWay) {
                return Optional.empty();
            }
        });
    }

    private <T> T again(Supplier<Optional<T>> attempt) {
        for (int i = 0; i < ATTEMPTS; i++) {
            var ended = AwsFailure.guard("dynamodb", attempt);
            if (ended.isPresent()) {
                return ended.get();
            }
            pause.pause(wait(i));
        }
        throw new Unavailable("dynamodb-contended");
    }

    private static Optional<Optional<Refused>> ended(List<CancellationReason> reasons) {
        if (reasons.stream().anyMatch(Transaction::isRefusal)) {
            return Optional.of(Optional.of(new Refused(reasons)));
        }
        if (reasons.isEmpty() || !reasons.stream().allMatch(reason -> IN_THE_WAY.contains(reason.code()))) {
            throw new Unavailable("dynamodb-refused");
        }
        return Optional.empty();
    }

    private static boolean isRefusal(CancellationReason reason) {
        return "ConditionalCheckFailed".equals(reason.code());
    }

    /** Between half of it and all of it, so that those who met do not meet again. */
    private static Duration wait(int attempt) {
        long most = Math.min(LONGEST_WAIT.toMillis(), 20L << attempt);
        return Duration.ofMillis(most / 2 + new SecureRandom().nextLong(most / 2 + 1));
    }
}
