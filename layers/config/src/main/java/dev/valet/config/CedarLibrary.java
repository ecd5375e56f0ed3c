package dev.valet.config;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import com.cedarpolicy.value.EntityIdentifier;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Locale;

/**
 * Cedar's native library. Each of Cedar's classes that calls it loads it when it is initialised, from a path that has the name
 * of the system in lower case, as the user's language writes it: in Turkish {@code lınux}, where there is nothing. For such
 * a language all of them are initialised here, once, with none.
 */
final class CedarLibrary {
    private static final List<Class<?>> CALLING = List.of(
            Schema.class,
            Policy.class,
            PolicySet.class,
            EntityTypeName.class,
            EntityIdentifier.class,
            EntityUID.class,
            BasicAuthorizationEngine.class);

    static {
        if (!"I".toLowerCase(Locale.getDefault()).equals("i")) {
            inNoLanguage(() -> CALLING.forEach(CedarLibrary::initialise));
        }
    }

    private CedarLibrary() {}

    /**
     * Before the first use of a class of Cedar's; the initialiser of this class does it.
     *
     * @throws LinkageError where the library cannot be loaded
     */
    static void prepare() {}

    private static void inNoLanguage(Runnable loading) {
        var language = Locale.getDefault();
        var display = Locale.getDefault(Locale.Category.DISPLAY);
        var format = Locale.getDefault(Locale.Category.FORMAT);
        Locale.setDefault(Locale.ROOT);
        try {
            loading.run();
        } finally {
            Locale.setDefault(language);
            Locale.setDefault(Locale.Category.DISPLAY, display);
            Locale.setDefault(Locale.Category.FORMAT, format);
        }
    }

    private static void initialise(Class<?> type) {
        try {
            MethodHandles.lookup().ensureInitialized(type);
        } catch (IllegalAccessException notPublic) {
            throw new LinkageError(type.getName(), notPublic);
        }
    }
}
