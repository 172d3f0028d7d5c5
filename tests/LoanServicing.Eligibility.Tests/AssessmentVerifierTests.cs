using LoanServicing.Domain.Tests.Eligibility;
using LoanServicing.TestSupport;
using LoanServicing.TestSupport.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Eligibility.Tests;

/// <summary>Rule R11: one damaged row each, and it is named.</summary>
public class AssessmentVerifierTests : IDisposable
{
    private readonly ServiceBench _bench =
        new(EligibilityService.Module, new ServiceCollection().AddSingleton(TestProgramme.Kerman).BuildServiceProvider());

    public void Dispose() => _bench.Dispose();

    [StoreFact]
    public async Task Verify_UntouchedAssessments_FindsNothing()
    {
        await _bench.DeliverAsync(Submissions.Eligible());
        await _bench.DeliverAsync(Submissions.Referred());
        await _bench.DeliverAsync(Submissions.Ineligible());

        var finding = Assert.Single(await _bench.VerifyAsync());

        Assert.Equal(("R11", 3L), (finding.Rule, finding.Counted));
        Assert.Empty(finding.Problems);
    }

    [StoreTheory]
    [InlineData("update assessment set outcome = 'eligible'", "is stored as eligible and evaluates to refer")]
    [InlineData("update assessment set rule_set_version = 99", "names rule set version 99")]
    [InlineData("update assessment set inputs = replace(inputs, '380000000', '390000000')", "differs from its inputs in amount.ceiling")]
    [InlineData("update assessment set inputs = replace(inputs, 'Kerman', 'Tehran')", "is stored as refer and evaluates to ineligible")]
    [InlineData("update assessment set limits = replace(limits, '1500000000', '1600000000')", "differs from its inputs in amount.ceiling")]
    [InlineData("update assessment set rules = replace(rules, 'need.income-decile', 'need.decile')", "need.decile")]
    [InlineData("update assessment set inputs = substring(inputs, 1, 20)", "cannot be read")]
    public async Task Verify_ADamagedAssessment_IsNamed(string damage, string said)
    {
        var submission = Submissions.Referred();
        await _bench.DeliverAsync(submission);

        await _bench.DamageAsync(damage);

        var problem = Assert.Single(await _bench.ProblemsAsync());
        Assert.Contains(submission.ApplicationId.ToString(), problem, StringComparison.Ordinal);
        Assert.Contains(said, problem, StringComparison.Ordinal);
    }
}
