package dev.valet.testkit;

import dev.valet.Reason;
import dev.valet.SecretText;
import dev.valet.grant.Grant;
import dev.valet.grant.Terms;
import dev.valet.lease.Credential;
import dev.valet.lease.Lease;
import dev.valet.lease.Minter;
import dev.valet.lease.Minting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mints canaries: secrets that no other lease has, so a test can hunt for them in everything that came out. */
public final class RecordingMinter implements Minter {
    private final List<Lease> minted = new ArrayList<>();
    private final List<String> canaries = new ArrayList<>();
    private final MemorySecrets secrets;
    private volatile Runnable meanwhile = () -> {};
    private Minting.@Nullable Failed failure;

    public RecordingMinter(MemorySecrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public Minting mint(Lease lease, Grant grant) {
        meanwhile.run();
        synchronized (this) {
            if (failure != null) {
                return failure;
            }
            minted.add(lease);
            return new Minting.Minted(
                    switch (grant.terms()) {
                        case Terms.Aws _ -> session(lease, Optional.empty(), Optional.empty());
                        case Terms.SecretSession terms ->
                            session(
                                    lease,
                                    Optional.of(terms.secretArn().region()),
                                    Optional.of(terms.secretArn().text()));
                        case Terms.SecretValue terms ->
                            new Credential.SecretValue(
                                    canary("value"), terms.secretArn().text(), secrets.current(terms.secretArn()));
                        case Terms.Perform _ -> throw new IllegalStateException("an action is not leased");
                    });
        }
    }

    private Credential session(Lease lease, Optional<String> region, Optional<String> secretArn) {
        return new Credential.AwsSession(
                "ASIACANARY" + minted.size(),
                canary("secret-access-key"),
                canary("session-token"),
                lease.issuedAt().plusSeconds(Grant.MOST_TTL),
                region,
                secretArn);
    }

    private SecretText canary(String what) {
        var text = "canary-" + what + "-" + minted.size() + "-" + Integer.toHexString(System.identityHashCode(this));
        canaries.add(text);
        return new SecretText(text);
    }

    /** Happens while credentials are minted; the look runs beside it and may or may not see it. */
    public void meanwhile(Runnable event) {
        meanwhile = event;
    }

    public synchronized void fail(Reason reason, String cause) {
        failure = new Minting.Failed(reason, cause);
    }

    public synchronized void recover() {
        failure = null;
    }

    /** What was minted for, whether or not it was handed over. */
    public synchronized List<Lease> minted() {
        return List.copyOf(minted);
    }

    /** Every secret ever minted. */
    public synchronized List<String> canaries() {
        return List.copyOf(canaries);
    }
}
