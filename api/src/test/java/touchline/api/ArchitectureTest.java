package touchline.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The direction of every arrow, and what no class of ours is or has. */
class ArchitectureTest {
    private static final int MOST_PARAMETERS = 6;

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(
                    place -> !place.contains("/touchline/sandbox/") && !place.contains("/touchline/simulator/"))
            .importPackages("touchline");

    private static final ArchRule THE_MARKET_KNOWS_NO_HTTP_NO_QUARTZ_NO_DROPWIZARD = noClasses()
            .that()
            .resideInAPackage("touchline.market..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "touchline.scheduler..",
                    "touchline.feed..",
                    "touchline.jobs..",
                    "touchline.api..",
                    "org.quartz..",
                    "io.dropwizard..",
                    "jakarta.ws..",
                    "java.net.http..");

    private static final ArchRule THE_FEED_KNOWS_THE_MARKET_ALONE = noClasses()
            .that()
            .resideInAPackage("touchline.feed..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "touchline.scheduler..",
                    "touchline.jobs..",
                    "touchline.api..",
                    "org.quartz..",
                    "io.dropwizard..",
                    "jakarta.ws..");

    private static final ArchRule JOBS_KNOW_NO_API = noClasses()
            .that()
            .resideInAPackage("touchline.jobs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("touchline.api..", "io.dropwizard..", "jakarta.ws..");

    private static final ArchRule THE_SCHEDULER_KNOWS_NO_FOOTBALL = noClasses()
            .that()
            .resideInAPackage("touchline.scheduler..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "touchline.market..",
                    "touchline.feed..",
                    "touchline.jobs..",
                    "touchline.api..",
                    "io.dropwizard..",
                    "jakarta.ws..");

    private static final ArchRule QUARTZ_STAYS_IN_THE_SCHEDULER = noClasses()
            .that()
            .resideOutsideOfPackages("touchline.scheduler..", "touchline.api.subscriber..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.quartz..");

    private static final ArchRule JOB_FAMILIES_DO_NOT_KNOW_EACH_OTHER = SlicesRuleDefinition.slices()
            .matching("touchline.jobs.(sportmonks|bots|spinner|auth|margin|ticks)..")
            .should()
            .notDependOnEachOther();

    private static final ArchRule SCHEDULER_PACKAGES_HAVE_NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("touchline.scheduler.(**)")
            .should()
            .beFreeOfCycles();

    private static final ArchRule JOB_PACKAGES_HAVE_NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("touchline.jobs.(**)")
            .should()
            .beFreeOfCycles();

    private static final ArchRule API_PACKAGES_HAVE_NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("touchline.api.(*)..")
            .should()
            .beFreeOfCycles();

    private static final ArchRule FEED_PACKAGES_HAVE_NO_CYCLES = SlicesRuleDefinition.slices()
            .matching("touchline.feed.(*)..")
            .should()
            .beFreeOfCycles();

    private static final ArchRule THE_PROVIDERS_TYPES_STAY_IN_THE_FEED = noClasses()
            .that()
            .resideOutsideOfPackage("touchline.feed..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("touchline.feed.model..");

    private static final ArchRule NAMES_SAY_WHAT_A_CLASS_DOES = noClasses()
            .should()
            .haveNameMatching(".*(Common|Core|Utils?|Helper|Manager|Impl)")
            .because("such a name says nothing");

    private static final ArchRule PACKAGES_SAY_WHAT_THEY_ARE =
            noClasses().should().resideInAnyPackage("..common..", "..core..", "..util..", "..helper..", "..impl..");

    private static final ArchRule NO_MONEY_IN_FLOATING_POINT = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("touchline.market..")
            .should()
            .haveRawType(floating());

    private static final ArchRule NO_MONEY_IN_FLOATING_POINT_IS_RETURNED = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAPackage("touchline.market..")
            .should()
            .haveRawReturnType(floating());

    private static final ArchRule NO_STATE_IS_STATIC =
            fields().that().areStatic().and().areNotPrivate().should().beFinal();

    private static final ArchRule NO_STATIC_STATE_CHANGES = fields().that()
            .areStatic()
            .and()
            .doNotHaveModifier(JavaModifier.SYNTHETIC)
            .should()
            .beFinal();

    private static final ArchRule CONSTRUCTORS_TAKE_NO_MORE_THAN_SIX =
            classes().that().areNotRecords().and().areNotEnums().should(takeAtMostSix());

    @TestFactory
    Stream<DynamicTest> holds() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put("theMarketKnowsNoHttpNoQuartzNoDropwizard", THE_MARKET_KNOWS_NO_HTTP_NO_QUARTZ_NO_DROPWIZARD);
        rules.put("theFeedKnowsTheMarketAlone", THE_FEED_KNOWS_THE_MARKET_ALONE);
        rules.put("jobsKnowNoApi", JOBS_KNOW_NO_API);
        rules.put("theSchedulerKnowsNoFootball", THE_SCHEDULER_KNOWS_NO_FOOTBALL);
        rules.put("quartzStaysInTheScheduler", QUARTZ_STAYS_IN_THE_SCHEDULER);
        rules.put("jobFamiliesDoNotKnowEachOther", JOB_FAMILIES_DO_NOT_KNOW_EACH_OTHER);
        rules.put("schedulerPackagesHaveNoCycles", SCHEDULER_PACKAGES_HAVE_NO_CYCLES);
        rules.put("jobPackagesHaveNoCycles", JOB_PACKAGES_HAVE_NO_CYCLES);
        rules.put("apiPackagesHaveNoCycles", API_PACKAGES_HAVE_NO_CYCLES);
        rules.put("feedPackagesHaveNoCycles", FEED_PACKAGES_HAVE_NO_CYCLES);
        rules.put("theProvidersTypesStayInTheFeed", THE_PROVIDERS_TYPES_STAY_IN_THE_FEED);
        rules.put("namesSayWhatAClassDoes", NAMES_SAY_WHAT_A_CLASS_DOES);
        rules.put("packagesSayWhatTheyAre", PACKAGES_SAY_WHAT_THEY_ARE);
        rules.put("noMoneyInFloatingPoint", NO_MONEY_IN_FLOATING_POINT);
        rules.put("noMoneyInFloatingPointIsReturned", NO_MONEY_IN_FLOATING_POINT_IS_RETURNED);
        rules.put("noStateIsStatic", NO_STATE_IS_STATIC);
        rules.put("noStaticStateChanges", NO_STATIC_STATE_CHANGES);
        rules.put("constructorsTakeNoMoreThanSix", CONSTRUCTORS_TAKE_NO_MORE_THAN_SIX);
        return rules.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().check(OURS)));
    }

    private static DescribedPredicate<JavaClass> floating() {
        return DescribedPredicate.describe(
                "double or float",
                type -> type.getName().equals("double")
                        || type.getName().equals("float")
                        || type.getName().equals("java.lang.Double"));
    }

    /** The configuration has a parameter for each section of the file; that is its shape. */
    private static ArchCondition<JavaClass> takeAtMostSix() {
        return new ArchCondition<>("have constructors of at most six parameters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaConstructor constructor : type.getConstructors()) {
                    if (constructor.getRawParameterTypes().size() > MOST_PARAMETERS
                            && !type.getSimpleName().equals("TouchlineConfiguration")
                            && !type.isAnonymousClass()
                            && !type.isLocalClass()) {
                        events.add(SimpleConditionEvent.violated(type, constructor.getFullName()));
                    }
                }
            }
        };
    }
}
