package dev.valet.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Money and tokens are whole numbers from end to end: down to the instructions, nothing here could round (INV-21). */
class Inv21Test {
    private static final Set<String> ROUNDING = Set.of(
            "java/math/BigDecimal",
            "java/math/MathContext",
            "java/lang/Double",
            "java/lang/Float",
            "java/text/NumberFormat",
            "java/text/DecimalFormat");

    private static final Set<String> ADAPTERS =
            Set.of("DynamoPerformances", "PerformanceRow", "BudgetRow", "MemoryPerformances");

    @Test
    void nothingThatCountsWhatIsSpentCanRound() {
        var counting = counting();
        assertThat(counting).hasSizeGreaterThan(30);
        assertThat(counting.stream().flatMap(Inv21Test::rounding)).isEmpty();
    }

    /** A scan that finds nothing anywhere would prove nothing. */
    @Test
    void whatRoundsIsFound() {
        var fraction = new ClassFileImporter().importClass(Fraction.class);
        assertThat(rounding(fraction)).isNotEmpty();
    }

    @SuppressWarnings("unused") // read as bytecode
    private static final class Fraction {
        static long half(long units) {
            return (long) (units * 0.5);
        }
    }

    private static Set<JavaClass> counting() {
        var all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.valet");
        var counting = new HashSet<JavaClass>();
        for (var each : all) {
            boolean spends = Set.of("dev.valet.budget", "dev.valet.performance").contains(each.getPackageName());
            if (spends || ADAPTERS.contains(outermost(each))) {
                counting.add(each);
            }
        }
        return counting;
    }

    private static String outermost(JavaClass each) {
        var name = each.getName().substring(each.getPackageName().length() + 1);
        return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    }

    private static Stream<String> rounding(JavaClass counting) {
        var found = new TreeSet<String>();
        var model = ClassFile.of().parse(bytes(counting));
        for (var method : model.methods()) {
            method.code()
                    .ifPresent(code -> code.forEach(element -> {
                        if (isFloating(element)) {
                            found.add(counting.getName() + "."
                                    + method.methodName().stringValue() + ": " + element);
                        }
                    }));
        }
        entries(model.constantPool())
                .filter(ClassEntry.class::isInstance)
                .map(entry -> ((ClassEntry) entry).asInternalName())
                .filter(ROUNDING::contains)
                .forEach(name -> found.add(counting.getName() + " uses " + name));
        return found.stream();
    }

    private static boolean isFloating(CodeElement element) {
        return switch (element) {
            case ConstantInstruction constant -> isFloating(constant.typeKind());
            case Instruction instruction -> {
                var name = instruction.opcode().name();
                yield name.matches("[DF](?!UP).*|.*2[DF]");
            }
            default -> false; // labels, line numbers and the like do nothing
        };
    }

    private static boolean isFloating(TypeKind kind) {
        return kind == TypeKind.DOUBLE || kind == TypeKind.FLOAT;
    }

    private static Stream<PoolEntry> entries(ConstantPool pool) {
        var entries = Stream.<PoolEntry>builder();
        for (var entry : pool) {
            entries.add(entry);
        }
        return entries.build();
    }

    private static byte[] bytes(JavaClass each) {
        var resource = "/" + each.getName().replace('.', '/') + ".class";
        try (var in = Inv21Test.class.getResourceAsStream(resource)) {
            return in == null ? new byte[0] : in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
