package dev.valet.edge;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * What happens around a SnapStart snapshot. One snapshot becomes many environments, so before it nothing secret or unique
 * may be held, and after it everything that was learned is learned anew (INV-16, T-19).
 */
public final class Priming implements Resource {
    private final Wiring wiring;
    private final Runnable rehearsal;

    private Priming(Wiring wiring, Runnable rehearsal) {
        this.wiring = wiring;
        this.rehearsal = rehearsal;
    }

    /**
     * @param rehearsal the function's own path, run dry: on ports in memory, with nothing real in it
     * @return to be held by the handler, because CRaC holds its resources weakly
     */
    public static Priming of(Wiring wiring, Runnable rehearsal) {
        var priming = new Priming(wiring, rehearsal);
        Core.getGlobalContext().register(priming);
        return priming;
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
        rehearsal.run();
        wiring.forget();
        if (!wiring.holdsNothing()) {
            throw new IllegalStateException("a snapshot would hold something secret or unique");
        }
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
        wiring.forget();
    }
}
