using static LoanServicing.Funding.Tests.Reconciliation.Statements;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>R7 is shown to find: one row is damaged, and that row is named.</summary>
public class StatementVerificationTests
{
    public static TheoryData<string, string> Damages => new()
    {
        { "update statement_line set amount = amount + 1 where reference = 'DEP-1'", "statement line {line} is not as it was read" },
        { "update statement_line set amount = amount + 1 where reference = 'FEE'", "is not as it was read" },
        { "update statement_line set value_date = value_date + 1 where reference = 'FEE'", "is not as it was read" },
        { "update statement_line set narrative = 'gift' where reference = 'FEE'", "is not as it was read" },
        { "update statement set closing = 7", "statement 1 of file {file} is not as it was read" },
        { "update statement set opening = 7", "statement 1 of file {file} is not as it was read" },
        { "update statement_line set state = 'open', match_id = null where reference = 'DEP-1'", "match {match} does not add up" },
        { "update bank_match set amount = amount + 1 where match_id = (select match_id from statement_line where reference = 'DEP-1')", "match {match} does not add up" },
        { "delete from bank_match where match_id = (select match_id from statement_line where reference = 'DEP-1')", "{line} is matched, and the match is gone" },
        { "update statement_line set state = 'excluded' where reference = 'FEE'", "is not in the state that its break" },
        { "update statement_break set closed_on = 20261122, closed_as = 'excluded' where kind = 'missing-in-books'", "is not in the state that its break" },
        { "delete from statement_break where kind = 'missing-in-books'", "is not in the state that its break" },
        { "update statement_break set amount = amount + 1 where kind = 'missing-in-books'", "is not of its line or movement" },
        { "update statement_break set amount = amount + 1 where kind = 'unknown-payer'", "is not of its line or movement" },
        { "update bank_movement set excluded = 1 where match_id is null", "is left out without two people" },
        { "update bank_movement set amount = amount + 1 where match_id is not null", "is not what its journal entry moved" },
        { "update bank_movement set amount = amount + 1 where kind = 'suspense'", "is not what its journal entry moved" },
        { "update bank_movement set credit = 1 - credit where kind = 'disbursement'", "is not what its journal entry moved" },
        { "update bank_movement set reference = 'X' where kind = 'disbursement'", "is not what its journal entry moved" },
        { "delete from bank_movement where kind = 'disbursement'", "is not what its journal entry moved" },
        { "delete from journal_entry where kind = 'disbursement'", "has no journal entry" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_row_is_named(string damage, string named)
    {
        using var bench = await FundingBench.OpenAsync();
        await bench.LendAsync(8_400);
        await bench.SendAsync(Facts.Suspended(84));
        var file = await bench.Database.ReadStatementAsync(Line(75_000_000, "DEP-1"), Line(177_000_000, "DEP-2"), Line(500, "FEE", isCredit: false));
        await bench.CompareAsync();
        await bench.AssertSoundAsync();
        var (line, match) = (await bench.QueryAsync<(Guid, Guid)>("select line_id, match_id from statement_line where reference = 'DEP-1'")).Single();

        bench.Damage(damage);

        var expected = named.Replace("{line}", line.ToString("D"), StringComparison.Ordinal).Replace("{match}", match.ToString("D"), StringComparison.Ordinal)
            .Replace("{file}", file.ToString("D"), StringComparison.Ordinal);
        var problems = (await bench.VerifyAsync()).Where(finding => finding.Rule == "R7").SelectMany(finding => finding.Problems);
        Assert.Contains(problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }
}
