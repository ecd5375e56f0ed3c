package dev.valet.it;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.valet.SecretText;
import java.io.ByteArrayOutputStream;

/** The arrows of the house and the places where a secret may be opened: a wrong line fails the build. */
@AnalyzeClasses(packages = "dev.valet", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "dev.valet",
        "dev.valet.limit",
        "dev.valet.identity",
        "dev.valet.grant",
        "dev.valet.guardrail",
        "dev.valet.audit",
        "dev.valet.registry",
        "dev.valet.lease",
        "dev.valet.revocation",
        "dev.valet.reconciliation",
        "dev.valet.approval",
        "dev.valet.budget",
        "dev.valet.action",
        "dev.valet.performance"
    };
    private static final String[] FUNCTIONS = {
        "dev.valet.issue..",
        "dev.valet.authorize..",
        "dev.valet.admin..",
        "dev.valet.revoke..",
        "dev.valet.upkeep..",
        "dev.valet.archive..",
        "dev.valet.announce..",
        "dev.valet.token..",
        "dev.valet.act.."
    };
    private static final String[] DEPLOYED = {
        "dev.valet",
        "dev.valet.limit",
        "dev.valet.identity",
        "dev.valet.grant",
        "dev.valet.guardrail",
        "dev.valet.audit",
        "dev.valet.registry",
        "dev.valet.lease",
        "dev.valet.revocation",
        "dev.valet.reconciliation",
        "dev.valet.approval",
        "dev.valet.budget",
        "dev.valet.action",
        "dev.valet.performance",
        "dev.valet.json..",
        "dev.valet.config..",
        "dev.valet.aws..",
        "dev.valet.http..",
        "dev.valet.edge..",
        "dev.valet.issue..",
        "dev.valet.authorize..",
        "dev.valet.admin..",
        "dev.valet.revoke..",
        "dev.valet.upkeep..",
        "dev.valet.archive..",
        "dev.valet.announce..",
        "dev.valet.token..",
        "dev.valet.act.."
    };

    @ArchTest
    static final ArchRule coreKnowsNothingButJava = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage("java..", "org.jspecify.annotations"))
                    .or(JavaClass.Predicates.equivalentTo(byte[].class)));

    @ArchTest
    static final ArchRule coreDoesNoInputOrOutput = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file..", "java.net.http..", "java.sql..")
                    .and(DescribedPredicate.not( // bytes in memory
                            JavaClass.Predicates.equivalentTo(ByteArrayOutputStream.class))));

    @ArchTest
    static final ArchRule packagesOfCoreHaveNoCycles =
            slices().matching("dev.valet.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule useCasesAreSeenByNoSubject = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.valet",
                    "dev.valet.limit",
                    "dev.valet.identity",
                    "dev.valet.grant",
                    "dev.valet.guardrail",
                    "dev.valet.audit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.valet.lease", "dev.valet.registry", "dev.valet.revocation", "dev.valet.performance");

    @ArchTest
    static final ArchRule adaptersDoNotKnowEachOther = noClasses()
            .that()
            .resideInAnyPackage("dev.valet.aws..", "dev.valet.http..", "dev.valet.config..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(FUNCTIONS)
                    .or(resideInAnyPackage("dev.valet.edge..", "dev.valet.local..", "dev.valet.cli..")));

    @ArchTest
    static final ArchRule awsKnowsNeitherHttpNorConfig = noClasses()
            .that()
            .resideInAPackage("dev.valet.aws..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.valet.http..", "dev.valet.config..");

    @ArchTest
    static final ArchRule functionsDoNotKnowEachOther = slices().matching(
                    "dev.valet.(issue|authorize|admin|revoke|upkeep|archive|announce|token|act)..")
            .should()
            .notDependOnEachOther();

    /** INV-26: what makes identities for development is in no deployed zip, so nothing deployed may need it. */
    @ArchTest
    static final ArchRule nothingDeployedKnowsLocal = noClasses()
            .that()
            .resideInAnyPackage(DEPLOYED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.valet.local..", "dev.valet.testkit..", "dev.valet.cli..");

    /** INV-15: one writer opens a secret that is leased, and one place a secret that goes into a request (B-9). */
    @ArchTest
    static final ArchRule onlyWritersOpenASecret = noClasses()
            .that()
            .resideInAnyPackage(DEPLOYED)
            .and()
            .doNotHaveSimpleName("CredentialJson")
            .and()
            .doNotHaveSimpleName("SecretPlacement")
            .should()
            .callMethodWhere(
                    target(name("use")).and(target(owner(JavaClass.Predicates.equivalentTo(SecretText.class)))));

    /** T-15: a record prints its fields, so no field that sounds like a secret is text. */
    @ArchTest
    static final ArchRule secretsHaveTheirOwnType = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(DEPLOYED)
            .and()
            .haveNameMatching("(?i).*(secret|password|privatekey|sessiontoken|credential)s?")
            .should()
            .notHaveRawType(String.class);

    /** B-6: what carries an action's secret is opened to an address that was checked, in one place; T-16. */
    @ArchTest
    static final ArchRule oneClassOpensSockets = noClasses()
            .that()
            .resideInAnyPackage(DEPLOYED)
            .and()
            .doNotHaveSimpleName("PinnedTransport")
            .should()
            .callConstructorWhere(target(owner(JavaClass.Predicates.assignableTo(java.net.Socket.class))));

    /** INV-10: leases in one place, and what revoking enters and probes in two more; none can without a session policy. */
    @ArchTest
    static final ArchRule fewClassesAssumeRoles = noClasses()
            .that()
            .resideInAnyPackage(DEPLOYED)
            .and()
            .haveSimpleNameNotContaining("Sessions")
            .and()
            .doNotHaveSimpleName("Revoker")
            .and()
            .doNotHaveSimpleName("StsProbes")
            .should()
            .callMethodWhere(target(name("assumeRole")));

    /** Time comes from a Clock, and the environment is read once, at the edge. */
    @ArchTest
    static final ArchRule timeIsGiven = noClasses()
            .that()
            .resideInAnyPackage(DEPLOYED)
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule theEnvironmentIsReadAtTheEdge = noClasses()
            .that()
            .resideInAnyPackage(DEPLOYED)
            .and()
            .resideOutsideOfPackages(
                    "dev.valet.edge..",
                    "dev.valet.issue..",
                    "dev.valet.authorize..",
                    "dev.valet.admin..",
                    "dev.valet.revoke..",
                    "dev.valet.upkeep..",
                    "dev.valet.archive..",
                    "dev.valet.announce..",
                    "dev.valet.token..",
                    "dev.valet.act..")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    /** T-19: these would be copied with a snapshot. B-7: HttpURLConnection follows redirects with the secret in hand. */
    @ArchTest
    static final ArchRule someClassesAreNeverUsed = noClasses()
            .that()
            .resideInAnyPackage(DEPLOYED)
            .should()
            .dependOnClassesThat(JavaClass.Predicates.belongToAnyOf(
                    java.util.Random.class,
                    java.util.SplittableRandom.class,
                    java.net.HttpURLConnection.class,
                    java.net.URL.class));

    /** Names that fit anything explain nothing. */
    @ArchTest
    static final ArchRule namesSaySomething = noClasses()
            .that(resideInAPackage("dev.valet..")
                    .and(DescribedPredicate.not(simpleName("SecretsManager")))) // AWS's own
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Service");
}
