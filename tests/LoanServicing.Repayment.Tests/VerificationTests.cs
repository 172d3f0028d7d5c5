using Dapper;
using LoanServicing.Domain.Loans;
using LoanServicing.Platform.Verification;
using LoanServicing.Repayment.CloseOfDay;
using LoanServicing.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace LoanServicing.Repayment.Tests;

/// <summary>
/// A loan with two receipts, the second backdated; a settled one, of whose credit some is refunded; and one whose plan was changed, a receipt taken back, and which
/// was written off and then recovered in part; and one that was charged for lateness, of which some was waived and some paid.
/// </summary>
public sealed class SoundBook : IAsyncLifetime
{
    public RepaymentHost Host { get; } = new();

    public Guid LoanId { get; private set; }

    public Guid SettledId { get; private set; }

    public Guid LostId { get; private set; }

    public Guid LateId { get; private set; }

    public async Task InitializeAsync()
    {
        await Host.InitializeAsync();
        LoanId = await Host.OpenAsync();
        await Host.PayAsync(LoanId, 480_000 + 1_000_003, "1405-08-01", "REF-1");
        await Host.PayAsync(LoanId, 700_001, "1405-07-30", "REF-2");
        SettledId = await Host.OpenAsync();
        await Host.PayAsync(SettledId, 12_480_005, "1405-12-01");
        await Host.TellAsync(Facts.Refunded(SettledId, 3));
        await Eventually.TrueAsync(
            async () => await Host.Database.ReadAsync(connection => connection.QuerySingleAsync<long>("select count(*) from refund")) == 1, "the refund is taken");
        LostId = (await Host.OpenAsync(Facts.Disbursed(installments: 36))).LoanId;
        var (_, bounced) = await Host.PayAsync(LostId, 480_000 + 540_000, "1405-08-01");
        await Host.PayAsync(LostId, 480_000 + 100_000, "1405-09-01");
        await DoAsync($"loans/{LostId}/plan-changes", new { kind = "holiday", months = 2, reason = "drought" });
        await DoAsync($"receipts/{bounced.GetProperty("receiptId").GetGuid()}/reversal", new { reason = "the cheque bounced" });
        await DoAsync($"loans/{LostId}/write-off", new { reason = "the borrower died" });
        LateId = (await Host.OpenAsync(Facts.DisbursedWith(LatePolicy.CbiVajhEltezam, 1_000, 360))).LoanId;
        await Host.PayAsync(LateId, 500_000, "1405-08-10");
        await DoAsync($"loans/{LateId}/late-charges", new { kind = "waiver", reason = "an earthquake" });
        var next = await Host.NextDayAsync();
        await Host.PayAsync(LostId, 70_000, next);
        await Host.PayAsync(LateId, 11_900_000, next);
        var closing = Host.App.Services.GetRequiredService<CloseOfDayRun>();
        await closing.RunAsync(CancellationToken.None);
        await Host.NextDayAsync();
        await closing.RunAsync(CancellationToken.None);
    }

    private async Task DoAsync(string path, object body)
    {
        var (status, answer) = await Host.DecideAsync(path, body);
        Assert.True(status == 200, $"{path}: {status} {answer}");
    }

    public Task DisposeAsync() => Host.DisposeAsync();

    /// <summary>What verification says of the book with this damage, which is then rolled back.</summary>
    public Task<IReadOnlyList<RuleFinding>> VerifyDamagedAsync(params string[] damages) => Host.Database.WriteAsync(async unit =>
    {
        foreach (var damage in damages)
        {
            await unit.ExecuteAsync(damage, new { id = LoanId, settled = SettledId, lost = LostId, late = LateId });
        }

        unit.Refuse();
        return await RepaymentService.Module.Verify(unit.Connection);
    });
}

/// <summary>Each test damages one row of a sound book and sees it named by the right rule.</summary>
public sealed class VerificationTests(SoundBook book) : IClassFixture<SoundBook>
{
    [Fact]
    public async Task A_sound_book_has_no_problem_and_everything_was_looked_at()
    {
        var findings = await book.Host.VerifyAsync();

        Assert.All(findings, finding => Assert.Empty(finding.Problems));
        Assert.Equal([("R4", 4), ("R4", 10), ("R6", 4), ("R6", 1), ("R8", 8), ("R8", 1), ("R10", 7), ("R11", 2), ("R8", 2)], findings.Select(finding => (finding.Rule, (int)finding.Counted)));
    }

    [Theory]
    [InlineData("R4", "update loan set principal_repaid = principal_repaid - 1 where id = @id")]
    [InlineData("R4", "update loan set principal_repaid = principal + 1 where id = @id")]
    [InlineData("R4", "update loan set alavi_share = alavi_share + 100, sina_share = sina_share - 100 where id = @id")]
    [InlineData("R4", "update loan set alavi_share = alavi_share + 1 where id = @id")]
    [InlineData("R4", "update posting set alavi = alavi + 1, sina = sina - 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R4", "update posting set principal_repaid_after = principal_repaid_after + 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R4", "update receipt set allocations = replace(allocations, '480000', '480001') where loan_id = @id and arrival = 1")]
    [InlineData("R4", "update posting set fee = fee + 1, credit = credit - 1 where loan_id = @id and fact_sequence = 3")]
    [InlineData("R4", "update posting set cause_id = zeroblob(16) where loan_id = @id and fact_sequence = 2")]
    [InlineData("R6", "update loan set principal_repaid = principal_repaid - 1 where id = @id")]
    [InlineData("R6", "update loan set loan_years = '12000000/479999' where id = @id")]
    [InlineData("R6", "update loan set loan_years = 'x' where id = @id")]
    [InlineData("R6", "update loan set credit = credit + 1 where id = @id")]
    [InlineData("R6", "update loan set latest_value_date = latest_value_date + 1 where id = @id")]
    [InlineData("R6", "update loan set oldest_unpaid_due = oldest_unpaid_due + 1 where id = @id")]
    [InlineData("R6", "update loan set oldest_unpaid_due = null where id = @id")]
    [InlineData("R6", "update loan set receipts = 1 where id = @id")]
    [InlineData("R6", "update loan set status = 'Settled' where id = @id")]
    [InlineData("R6", "update loan set fee_method = 'Interest' where id = @id")]
    [InlineData("R6", "update receipt set amount = amount + 1 where loan_id = @id and arrival = 1")]
    [InlineData("R6", "update receipt set value_date = 20200101 where loan_id = @id and arrival = 1")]
    [InlineData("R6", "update receipt set amount = 0 where loan_id = @id and arrival = 1")]
    [InlineData("R8", "update receipt set amount = amount + 1 where loan_id = @id and arrival = 1")]
    [InlineData("R8", "update receipt set arrival = 7 where loan_id = @id and arrival = 2")]
    [InlineData("R8", "delete from receipt where loan_id = @id and arrival = 2")]
    [InlineData("R8", "delete from posting where loan_id = @id and fact_sequence = 3")]
    [InlineData("R8", "update posting set fee = fee + 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R8", "update posting set fee = fee + 1, credit = credit - 1 where loan_id = @id and fact_sequence = 2")]
    [InlineData("R10", "update loan set status = 'Returned' where id = @id")]
    [InlineData("R10", "update loan set fact_sequence = fact_sequence + 1 where id = @id")]
    [InlineData("R10", "update loan_transition set to_status = 'Settled' where loan_id = @id")]
    [InlineData("R10", "update loan_transition set cause = 'FullyRepaid' where loan_id = @id")]
    [InlineData("R10", "delete from loan_transition where loan_id = @id")]
    public async Task A_damaged_row_is_named(string rule, string damage)
    {
        var problems = (await book.VerifyDamagedAsync(damage)).Where(one => one.Rule == rule).SelectMany(one => one.Problems).ToList();

        Assert.NotEmpty(problems);
        Assert.All(problems, problem => Assert.Contains(book.LoanId.ToString(), problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update loan set refunded = refunded + 1 where id = @settled")]
    [InlineData("update loan set refunded = null where id = @settled")]
    [InlineData("update refund set amount = amount + 1 where loan_id = @settled")]
    [InlineData("update refund set loan_id = @id where loan_id = @settled")]
    [InlineData("delete from refund where loan_id = @settled")]
    public async Task A_damaged_refund_is_named(string damage)
    {
        Assert.Contains(await ProblemsAsync("R6", damage), problem => problem.Contains(book.SettledId.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refund_that_has_lost_its_loan_is_named()
    {
        Assert.StartsWith("refund ", Assert.Single(await ProblemsAsync("R8", "update refund set loan_id = refund_id")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bank_reference_stored_twice_is_named()
    {
        var problems = await ProblemsAsync("R8", "drop index receipt_bank_reference", "update receipt set bank_reference = 'REF-1' where loan_id = @id");

        Assert.Equal(["bank reference REF-1 of channel branch is stored 2 times"], problems);
    }

    [Fact]
    public async Task Rows_that_have_lost_their_loan_are_named()
    {
        var problems = await ProblemsAsync("R8", "delete from loan where id = @id");

        Assert.Equal(["posting", "posting", "receipt", "receipt", "what"], problems.Select(problem => problem.Split(' ')[0]).Order());
    }

    [Theory]
    [InlineData("R4", "update posting set written_off_alavi = written_off_alavi + 1, written_off_sina = written_off_sina - 1 where loan_id = @lost")]
    [InlineData("R4", "update posting set recovered_alavi = null where loan_id = @lost")]
    [InlineData("R4", "update write_off set fee_waived = fee_waived + 1 where loan_id = @lost")]
    [InlineData("R6", "update loan set written_off_on = written_off_on - 1 where id = @lost")]
    [InlineData("R6", "update loan set written_off_on = null where id = @lost")]
    [InlineData("R6", "update loan set recovered = recovered + 1 where id = @lost")]
    [InlineData("R6", "update loan set recovered = null where id = @lost")]
    [InlineData("R6", "update loan set plan_changes = 'x' where id = @lost")]
    [InlineData("R6", "update loan set plan_changes = replace(plan_changes, '/36/', '/35/') where id = @lost")]
    [InlineData("R6", "update loan set allocation_order = 'Whatever' where id = @lost")]
    [InlineData("R6", "update loan set fee_grace_months = 1 where id = @lost")]
    [InlineData("R6", "update receipt set reversed_on = null where loan_id = @lost")]
    [InlineData("R6", "update write_off set alavi = alavi + 1 where loan_id = @lost")]
    [InlineData("R6", "update write_off set approved_by = made_by where loan_id = @lost")]
    [InlineData("R6", "update write_off set reason = '' where loan_id = @lost")]
    [InlineData("R6", "update write_off set business_date = business_date + 1 where loan_id = @lost")]
    [InlineData("R6", "delete from write_off where loan_id = @lost")]
    [InlineData("R8", "update receipt set reversed_on = reversed_on + 1 where loan_id = @lost and reversed_on is not null")]
    [InlineData("R8", "update reversal set reversal_id = zeroblob(16) where loan_id = @lost")]
    [InlineData("R8", "update reversal set receipt_id = zeroblob(16) where loan_id = @lost")]
    [InlineData("R8", "update reversal set approved_by = upper(made_by) where loan_id = @lost")]
    [InlineData("R8", "update reversal set reason = '' where loan_id = @lost")]
    [InlineData("R8", "delete from reversal where loan_id = @lost")]
    [InlineData("R10", "update loan set status = 'Active' where id = @lost")]
    [InlineData("R10", "delete from loan_transition where loan_id = @lost and cause = 'WriteOff'")]
    [InlineData("R11", "update plan_change set change = replace(change, '/36/', '/35/') where loan_id = @lost")]
    [InlineData("R11", "update plan_change set approved_by = made_by where loan_id = @lost")]
    [InlineData("R11", "update plan_change set reason = '' where loan_id = @lost")]
    [InlineData("R11", "update plan_change set number = 2 where loan_id = @lost")]
    [InlineData("R11", "update plan_change set fact_sequence = 9 where loan_id = @lost")]
    [InlineData("R11", "update plan_change set fact_sequence = 3 where loan_id = @lost")]
    [InlineData("R11", "update plan_change set message_id = (select message_id from posting where loan_id = @lost and fact_sequence = 2) where loan_id = @lost")]
    [InlineData("R11", "update loan set plan_changes = '' where id = @lost")]
    [InlineData("R11", "delete from plan_change where loan_id = @lost")]
    public async Task A_damaged_decision_is_named(string rule, string damage)
    {
        var problems = await ProblemsAsync(rule, damage);

        Assert.Contains(problems, problem => problem.Contains(book.LostId.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("R4", "update loan set late_policy = 'CharityCommitment' where id = @late")]
    [InlineData("R6", "update loan set late_policy = null where id = @late")]
    [InlineData("R6", "update loan set late_rate_basis_points = 999 where id = @late")]
    [InlineData("R6", "update loan set late_year_days = 365 where id = @late")]
    [InlineData("R6", "update loan set late_year_days = 361 where id = @late")]
    [InlineData("R6", "update loan set late = replace(late, '/0/', '/1/') where id = @late")]
    [InlineData("R6", "update loan set late = '' where id = @late")]
    [InlineData("R6", "update loan set late = 'x' where id = @late")]
    [InlineData("R6", "update loan set late_decisions = 'x' where id = @late")]
    [InlineData("R6", "update loan set late_decisions = '' where id = @late")]
    [InlineData("R6", "update loan set late_grace = 'x' where id = @late")]
    [InlineData("R8", "update posting set late_charges = late_charges + 1 where loan_id = @late and late_charges is not null")]
    [InlineData("R4", "update posting set charity = late_charges, late_charges = null where loan_id = @late and late_charges is not null")]
    [InlineData("R11", "update late_charge set decision = replace(decision, 'Waiver', 'Cost') where loan_id = @late")]
    [InlineData("R11", "update late_charge set approved_by = made_by where loan_id = @late")]
    [InlineData("R11", "update late_charge set reason = '' where loan_id = @late")]
    [InlineData("R11", "update late_charge set number = 2 where loan_id = @late")]
    [InlineData("R11", "update late_charge set fact_sequence = 9 where loan_id = @late")]
    [InlineData("R11", "delete from late_charge where loan_id = @late")]
    [InlineData("R10", "delete from late_charge where loan_id = @late")]
    public async Task Damaged_charges_for_lateness_are_named(string rule, string damage)
    {
        var problems = await ProblemsAsync(rule, damage);

        Assert.Contains(problems, problem => problem.Contains(book.LateId.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("update late_charge set loan_id = zeroblob(16)")]
    [InlineData("update plan_change set loan_id = zeroblob(16)")]
    [InlineData("update reversal set loan_id = zeroblob(16)")]
    [InlineData("update write_off set loan_id = zeroblob(16)")]
    public async Task A_decision_that_has_lost_its_loan_is_named(string damage) =>
        Assert.Contains(await ProblemsAsync("R8", damage), problem => problem.StartsWith("decision ", StringComparison.Ordinal));

    [Theory]
    [InlineData("update close_of_day set overdue = overdue + 1 where partitions > 0")]
    [InlineData("update close_of_day set overdue_amount = overdue_amount - 1 where partitions > 0")]
    [InlineData("update close_of_day set falling_due_amount = 1 where partitions > 0")]
    [InlineData("update close_of_day set loans = 0 where partitions > 0")]
    [InlineData("update close_of_day set partitions = 2 where partitions > 0")]
    [InlineData("update close_of_day set business_date = business_date + 1 where partitions > 0")]
    [InlineData("update close_of_day set finished_at = null where partitions = 0")]
    [InlineData("update close_of_day_partition set reclassified = 7")]
    [InlineData("update close_of_day_partition set number = 2")]
    [InlineData("update close_of_day_partition set business_date = business_date + 7")]
    [InlineData("delete from close_of_day_partition")]
    [InlineData("update loan_day set loan_id = zeroblob(16) where loan_id = @id")]
    [InlineData("update loan_day set serial = serial + 9 where loan_id = @id")]
    [InlineData("update loan_day set class = 'lost' where loan_id = @id")]
    [InlineData("update loan_day set fact_sequence = 0 where loan_id = @id")]
    public async Task A_damaged_close_of_day_is_named(string damage) => Assert.NotEmpty(await ProblemsAsync("R8", damage));

    private async Task<IReadOnlyList<string>> ProblemsAsync(string rule, params string[] damages) =>
        [.. (await book.VerifyDamagedAsync(damages)).Where(one => one.Rule == rule).SelectMany(one => one.Problems)];
}
