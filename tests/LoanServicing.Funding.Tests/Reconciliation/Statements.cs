using System.Security.Cryptography;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Reconciliation;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using NodaTime;

namespace LoanServicing.Funding.Tests.Reconciliation;

/// <summary>Statements of the bank, each line in a line.</summary>
internal static class Statements
{
    public const string Account = "IR390590990000000000084025";

    private static readonly Caller Finance = new("finance-1", [Roles.Finance], []);

    public static StatementLine Line(
        long amount, string? reference, bool isCredit = true, string? order = null, string? depositId = null, LocalDate? on = null, bool isReversal = false) => new()
    {
        Statement = 1,
        Number = 1,
        TextLine = 1,
        Account = Account,
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
        IsCredit = isCredit,
        Amount = new Rials(amount),
        ValueDate = on ?? Facts.Today,
        BookingDate = on ?? Facts.Today,
        BankReference = reference,
        EndToEndId = order,
        DepositId = depositId,
        IsReversal = isReversal,
    };

    /// <summary>Takes in a file of these lines.</summary>
    public static async Task<Guid> ReadStatementAsync(this IDatabase database, params StatementLine[] lines) =>
        (await database.ReadStatementAsync(Guid.CreateVersion7().ToString("N"), lines)).FileId;

    /// <summary>Takes in a file of these lines, known by this hash.</summary>
    public static Task<(Guid FileId, bool WasKnown)> ReadStatementAsync(this IDatabase database, string hash, params StatementLine[] lines) =>
        StatementImport.RunAsync(database, new ArrivedStatement(hash, 1, "csv", _ => PartsAsync(lines)), Finance, Account, CancellationToken.None, CancellationToken.None);

    /// <summary>Compares all that can be compared.</summary>
    public static Task CompareAsync(this FundingBench bench) => MatchingWorker.RunAsync(bench.Database, SystemClock.Instance, CancellationToken.None);

    /// <summary>States of all lines in the order of their references.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(this FundingBench bench) =>
        [.. (await bench.QueryAsync<(string Reference, string State)>("select reference, state from statement_line order by reference, state")).Select(line => $"{line.Reference} {line.State}")];

    /// <summary>Open breaks by kind, in the order of finding.</summary>
    public static Task<IReadOnlyList<string>> BreaksAsync(this FundingBench bench) =>
        bench.QueryAsync<string>("select kind from statement_break where closed_on is null order by number");

    public static Task<IReadOnlyList<string>> MatchesAsync(this FundingBench bench) =>
        bench.QueryAsync<string>("select matched_by from bank_match order by at, match_id");

    /// <summary>Takes in a file of these lines; <paramref name="atLine"/> happens before the given line is handed over for storing.</summary>
    public static Task<(Guid FileId, bool WasKnown)> ReadStatementAsync(this IDatabase database, string hash, StatementLine[] lines, int line, Func<Task> atLine)
    {
        var readings = 0;
        return StatementImport.RunAsync(
            database, new ArrivedStatement(hash, 1, "csv", _ => InterruptedAsync(PartsAsync(lines), ++readings == 2 ? line : 0, atLine)), Finance, Account, CancellationToken.None, CancellationToken.None);
    }

    private static async IAsyncEnumerable<StatementPart> InterruptedAsync(IAsyncEnumerable<StatementPart> parts, int line, Func<Task> atLine)
    {
        await foreach (var part in parts)
        {
            if (part is StatementLine { Number: var number } && number == line)
            {
                await atLine();
            }

            yield return part;
        }
    }

    private static async IAsyncEnumerable<StatementPart> PartsAsync(IReadOnlyList<StatementLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            yield return lines[i] with { Number = i + 1, TextLine = i + 2 };
            await Task.CompletedTask;
        }

        yield return new StatementSummary(1, "S-1", Account, Facts.Today, lines.Max(line => line.BookingDate), null, null, lines.Count);
    }
}
