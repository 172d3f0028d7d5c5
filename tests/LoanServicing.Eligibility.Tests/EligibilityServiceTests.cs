using LoanServicing.Contracts;
using LoanServicing.Domain.Eligibility;
using LoanServicing.Domain.Programmes;
using LoanServicing.Domain.Tests.Eligibility;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Eligibility.Tests;

public class EligibilityServiceTests : IDisposable
{
    private readonly ServiceBench _bench = NewBench();

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task Submission_IsAssessedAtOnce_AndEveryRuleIsTold()
    {
        var submission = Submissions.Referred();

        await _bench.DeliverAsync(submission);

        var told = Assert.Single(await _bench.PublishedAsync<EligibilityAssessed>());
        Assert.Equal(
            (submission.ApplicationId, 1, EligibilityOutcomes.Refer, 1),
            (told.ApplicationId, told.Revision, told.Outcome, told.RuleSetVersion));
        Assert.Equal((Streams.Assessment, submission.ApplicationId, 1L, Submissions.AsOf),
            (told.Header.Stream, told.Header.Key, told.Header.Sequence, told.Header.BusinessDate));
        Assert.Equal(11, told.Rules.Count);
        Assert.Equal(["employment.skill-proof"], told.Rules.Where(rule => !rule.Passed).Select(rule => rule.Id));
        Assert.Equal(1, await _bench.CountAsync("audit where action = 'application.assessed'"));
    }

    [StoreFact]
    public async Task Submission_DeliveredTwice_AndRetoldUnderAnotherMessageId_IsAssessedOnce()
    {
        var submission = Submissions.Eligible();

        await _bench.DeliverAsync(submission);
        await _bench.DeliverAsync(submission);
        await _bench.DeliverAsync(submission with { Header = submission.Header with { MessageId = Guid.CreateVersion7() } });

        Assert.Single(await _bench.PublishedAsync<EligibilityAssessed>());
        Assert.Equal(1, await _bench.CountAsync("assessment"));
    }

    [StoreFact]
    public async Task Submission_WhosePredecessorIsUndecided_WaitsForIt()
    {
        var first = Submissions.Eligible();
        var second = Submissions.Eligible(first);

        await _bench.DeliverAsync(second);
        Assert.Empty(await _bench.PublishedAsync<EligibilityAssessed>());
        await _bench.DeliverAsync(first);

        Assert.Equal([EligibilityOutcomes.Eligible, EligibilityOutcomes.Ineligible], await OutcomesAsync(first, second));
        Assert.Equal(0, await _bench.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task Submission_WhosePredecessorsWereAllRefused_IsJudgedOnItsOwn()
    {
        var first = Submissions.Ineligible();
        var second = Submissions.Eligible(first);

        await _bench.DeliverAsync(second);
        await _bench.DeliverAsync(first);

        Assert.Equal([EligibilityOutcomes.Ineligible, EligibilityOutcomes.Eligible], await OutcomesAsync(first, second));
    }

    [StoreFact]
    public async Task Revision_OfAReturnedApplication_IsAssessedAgainAndNumberedOn()
    {
        var first = Submissions.Referred();
        var revised = first.Revised() with { SkillProof = "TVTO-1" };

        await _bench.DeliverAsync(first);
        await _bench.DeliverAsync(revised);

        var told = await _bench.PublishedAsync<EligibilityAssessed>();
        Assert.Equal([(1, 1L, "refer"), (2, 2L, "eligible")], told.Select(fact => (fact.Revision, fact.Header.Sequence, fact.Outcome)));
    }

    [StoreFact]
    public async Task Successor_OfAResubmittedApplication_GoesByTheRevisionItNames_InWhateverOrderTheyCome()
    {
        var first = Submissions.Ineligible();
        var revised = first.Revised() with { Province = "Kerman" };
        var before = Submissions.Eligible(first);
        var after = Submissions.Eligible(revised);
        ApplicationSubmitted[] told = [first, revised, before, after];

        for (var seed = 0; seed < 24; seed++)
        {
            var order = told.ToArray();
            new Random(seed).Shuffle(order);
            using var bench = NewBench();
            foreach (var submission in order)
            {
                await bench.DeliverAsync(submission);
            }

            Assert.Equal([EligibilityOutcomes.Eligible, EligibilityOutcomes.Ineligible], await OutcomesAsync(bench, before, after));
            Assert.Equal(0, await bench.CountAsync("waiting"));
        }
    }

    [StoreFact]
    public async Task Successor_OfARevisionThatIsNotAssessedYet_WaitsThoughAnEarlierOneIs()
    {
        var first = Submissions.Referred();
        var second = Submissions.Eligible(first.Revised());

        await _bench.DeliverAsync(first);
        await _bench.DeliverAsync(second);

        Assert.Single(await _bench.PublishedAsync<EligibilityAssessed>());
        Assert.Equal(1, await _bench.CountAsync("waiting"));
    }

    [StoreFact]
    public async Task Chain_DeliveredInAnyOrder_HasTheSameOutcomes()
    {
        var first = Submissions.Ineligible();
        var second = Submissions.Referred(first);
        var third = Submissions.Eligible(first, second);
        var other = Submissions.Eligible() with { Tranche = Tranches.Housing, Installments = 60, BuildingPermit = "BLD-1" };
        var fourth = Submissions.Eligible(third) with { IncomeDecile = 9 };
        ApplicationSubmitted[] chain = [first, second, third, other, fourth];
        string[] expected = ["ineligible", "refer", "ineligible", "eligible", "ineligible"];

        for (var seed = 0; seed < 20; seed++)
        {
            var order = chain.ToArray();
            new Random(seed).Shuffle(order);
            using var bench = NewBench();
            foreach (var submission in order.Concat(order))
            {
                await bench.DeliverAsync(submission);
            }

            Assert.Equal(expected, await OutcomesAsync(bench, chain));
            Assert.Equal(["exposure.one-open-loan-per-purpose"], FailedRules(await FactAsync(bench, third)));
            Assert.Equal(["need.income-decile"], FailedRules(await FactAsync(bench, fourth)));
            Assert.Equal(0, await bench.CountAsync("waiting"));
        }
    }

    private static ServiceBench NewBench() =>
        new(EligibilityService.Module, new ServiceCollection().AddSingleton(TestProgramme.Kerman).BuildServiceProvider());

    private static IEnumerable<string> FailedRules(EligibilityAssessed fact) => fact.Rules.Where(rule => !rule.Passed).Select(rule => rule.Id);

    private static async Task<EligibilityAssessed> FactAsync(ServiceBench bench, ApplicationSubmitted submission) =>
        Assert.Single(await bench.PublishedAsync<EligibilityAssessed>(), fact => fact.ApplicationId == submission.ApplicationId);

    private static async Task<IReadOnlyList<string>> OutcomesAsync(ServiceBench bench, params ApplicationSubmitted[] submissions)
    {
        var outcomes = new List<string>();
        foreach (var submission in submissions)
        {
            outcomes.Add((await FactAsync(bench, submission)).Outcome);
        }

        return outcomes;
    }

    private Task<IReadOnlyList<string>> OutcomesAsync(params ApplicationSubmitted[] submissions) => OutcomesAsync(_bench, submissions);
}
