using LoanServicing.EndToEnd.Harness;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.EndToEnd;

/// <summary>
/// <c>verify</c> finds what a hand has changed behind the program's back: for each rule one row of a finished simulation is damaged; the rule's
/// line says BROKEN and the row is named; a process that finds any ends with 1. R7 has nothing stored yet.
/// </summary>
public sealed class VerifyTests
{
    private const int Clean = 0;
    private const int Found = 1;
    private const int CannotStart = 2;

    /// <summary>Rule, service, the SQL that damages one row, and the SQL that says by what the row must be named.</summary>
    public static TheoryData<string, string, string, string> Damages => new()
    {
        {
            "R1", "repayment",
            "update receipt set amount = amount + 0.5 where receipt_id = (select min(receipt_id) from receipt)",
            "select loan_id, arrival from receipt where receipt_id = (select min(receipt_id) from receipt)"
        },
        {
            "R2", "funding",
            "update balance set debits = debits + 1 where account = 'CASH' and owner = 'SINA' and tranche = 'health' and business_date = (select min(business_date) from balance where account = 'CASH' and owner = 'SINA' and tranche = 'health' and debits > 0)",
            "select 'CASH SINA health'"
        },
        {
            "R2", "funding",
            "update journal_line set amount = -amount where line = 1 and entry_id = (select max(entry_id) from journal_line)",
            "select max(entry_id) from journal_line"
        },
        {
            "R3", "funding",
            "update pool_movement set share_alavi = share_alavi + 1, share_sina = share_sina - 1 where number = 7",
            "select 'pool_movement 7'"
        },
        {
            "R3", "funding",
            "update reservation set share_alavi = share_alavi + 1, share_sina = share_sina - 1 where application_id = (select min(application_id) from reservation)",
            "select min(application_id) from reservation"
        },
        {
            "R4", "repayment",
            "update posting set alavi = alavi + 1, sina = sina - 1 where message_id = (select min(message_id) from posting where alavi > 0)",
            "select loan_id from posting where message_id = (select min(message_id) from posting where alavi > 0)"
        },
        { "R5", "funding", "update tranche set drawn_sina = drawn_sina + 1 where code = 'housing'", "select 'tranche housing'" },
        { "R5", "funding", "update funder set reserved = reserved + deposited where code = 'ALAVI'", "select 'funder ALAVI'" },
        {
            "R6", "funding",
            "update funded_loan set collected_sina = collected_sina - 1 where loan_id = (select min(loan_id) from funded_loan)",
            "select min(loan_id) from funded_loan"
        },
        {
            "R6", "repayment",
            "update loan set principal_repaid = principal_repaid - 1 where serial = (select min(serial) from loan)",
            "select id from loan where serial = (select min(serial) from loan)"
        },
        {
            "R8", "repayment",
            "drop index receipt_bank_reference; update receipt set bank_reference = (select max(bank_reference) from receipt) where bank_reference = (select min(bank_reference) from receipt)",
            "select max(bank_reference) from receipt"
        },
        {
            "R8", "disbursement",
            "update bank_answer set outcome = 'already-done' where number = (select min(number) from bank_answer where kind = 'paid')",
            "select order_id from bank_answer where number = (select min(number) from bank_answer where kind = 'paid')"
        },
        {
            "R8", "intake",
            "update application set state = 'Submitted' where application_id = (select min(application_id) from application where loan_id is not null)",
            "select min(application_id) from application where loan_id is not null"
        },
        {
            "R8", "intake",
            "update application set state = 'Approved' where application_id = (select max(application_id) from application where loan_id is not null)",
            "select max(application_id) from application where loan_id is not null"
        },
        {
            "R8", "intake",
            "update application set state = 'Waitlisted' where application_id = (select max(application_id) from application where loan_id is not null)",
            "select max(application_id) from application where loan_id is not null"
        },
        {
            "R8", "intake",
            "update application set state = 'ContractSigned' where application_id = (select max(application_id) from application where loan_id is not null)",
            "select max(application_id) from application where loan_id is not null"
        },
        {
            "R8", "intake",
            "update application set state = 'Disbursing' where application_id = (select max(application_id) from application where loan_id is not null)",
            "select max(application_id) from application where loan_id is not null"
        },
        {
            "R8", "intake",
            "update application set state = 'Active' where application_id = (select max(application_id) from application where loan_id is not null)",
            "select max(application_id) from application where loan_id is not null"
        },
        {
            "R8", "funding",
            "update reservation set state = 'reserved' where application_id = (select min(application_id) from reservation)",
            "select min(application_id) from reservation"
        },
        { "R9", "funding", "update funder set collected = collected - 1 where code = 'SINA'", "select 'funder SINA'" },
        {
            "R9", "repayment",
            "update posting set fee = fee + 1, credit = credit - 1 where message_id = (select max(message_id) from posting)",
            "select max(message_id) from posting"
        },
        {
            "R10", "intake",
            "update application_transition set to_state = 'Active' where number = 2 and application_id = (select min(application_id) from application)",
            "select min(application_id) from application"
        },
        {
            "R10", "disbursement",
            "update payment_order set state = 'refused' where number = (select min(number) from payment_order where state = 'paid')",
            "select order_id from payment_order where number = (select min(number) from payment_order where state = 'paid')"
        },
        {
            "R10", "funding",
            "update reservation_transition set cause = 'Failed' where cause = 'Disbursed' and application_id = (select min(application_id) from reservation where state = 'drawn')",
            "select min(application_id) from reservation where state = 'drawn'"
        },
        {
            "R10", "repayment",
            "update loan set status = 'Active' where serial = (select min(serial) from loan)",
            "select id from loan where serial = (select min(serial) from loan)"
        },
        { "R11", "intake", "update audit set actor = 'somebody-else' where id = 5", "select 'intake audit row 5'" },
        {
            "R11", "funding",
            "update journal_entry set business_date = business_date - 1 where id = 9",
            "select entry_id from journal_entry where id = 9"
        },
        {
            "R11", "eligibility",
            "update assessment set outcome = 'eligible' where application_id = (select min(application_id) from assessment where outcome = 'ineligible')",
            "select min(application_id) from assessment where outcome = 'ineligible'"
        },
        { "R11", "disbursement", "update seal_block set hash = 'x' || hash where log = 'audit' and number = 1", "select 'disbursement audit block 1'" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Verify_OneRowDamaged_NamesItUnderItsRule(string rule, string service, string damage, string named)
    {
        using var folder = await FinishedSimulation.CopyAsync();
        var name = Assert.Single(folder.Query(service, named));
        Assert.Equal(1, folder.Damage(service, damage));

        // What the verb runs, without the start of a process for each row: the process is the next test's.
        var report = await ProgrammeVerification.RunAsync(
            DatabaseSettings.Sqlite(folder.Data), PlatformOptions.DefaultSealsFolder(folder.Data), elsewhere: null, CancellationToken.None);

        using var printed = new StringWriter();
        Assert.False(report.Print(printed), printed.ToString());
        AssertNamed(rule, name, printed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Verify_OfDamagedBooks_ExitsWith1AndPrintsWhatIsBroken()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        Assert.Equal(1, folder.Damage("funding", "update funder set collected = collected - 1 where code = 'SINA'"));
        Assert.Equal(1, folder.Damage("intake", "update audit set actor = 'somebody-else' where id = 5"));

        var (exitCode, output) = await VerifyAsync(folder);

        Assert.True(exitCode == Found, string.Join('\n', output));
        AssertNamed("R9", "funder SINA", output);
        AssertNamed("R11", "intake audit row 5", output);
    }

    [Fact]
    public async Task Verify_BesideAServingProcess_FindsNothing()
    {
        using var folder = await FinishedSimulation.CopyAsync();
        await using var host = HostProcess.Start(folder, ["serve"]);
        await host.ReadyAsync();

        var (exitCode, output) = await VerifyAsync(folder);

        Assert.True(exitCode == Clean, string.Join('\n', output));
        Assert.Equal("verify: clean", output[^1]);
        Assert.Equal(11, output.Count(line => line.StartsWith('R')));
    }

    [Fact]
    public async Task Verify_WithoutADatabase_IsRefused()
    {
        using var folder = new HostFolder();

        await using var process = HostProcess.Start(folder, ["verify"]);

        Assert.Equal(CannotStart, await process.ExitAsync());
        Assert.Contains(folder.Data, Assert.Single(process.Errors));
        Assert.False(Directory.Exists(folder.Data), "verify made the folder it was to look into");
    }

    private static async Task<(int ExitCode, IReadOnlyList<string> Output)> VerifyAsync(HostFolder folder)
    {
        await using var process = HostProcess.Start(folder, ["verify"], environment: null);
        var exitCode = await process.ExitAsync();
        Assert.True(process.Errors.Count == 0, process.ToString());
        return (exitCode, [.. process.Output.Where(line => line.Length > 0)]);
    }

    private static void AssertNamed(string rule, string name, IReadOnlyList<string> output)
    {
        Assert.Equal("verify: BROKEN", output[^1]);
        Assert.True(ProblemsOf(rule, output).Any(problem => Names(problem, name)), $"{rule} does not name {name}:\n{string.Join('\n', output)}");
    }

    /// <summary>The lines under a rule that is broken.</summary>
    private static IReadOnlyList<string> ProblemsOf(string rule, IReadOnlyList<string> output) =>
    [
        .. output
            .SkipWhile(line => !line.StartsWith($"{rule,-3} BROKEN ", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith("      ", StringComparison.Ordinal)),
    ];

    /// <summary>Ids are named as UUIDs or, where only the columns are known, as they are stored.</summary>
    private static bool Names(string problem, string name) =>
        problem.Contains(name) || (Guid.TryParseExact(name, "N", out var id) && problem.Contains(id.ToString("D")));
}
