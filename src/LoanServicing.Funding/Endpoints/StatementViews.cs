using System.Data.Common;
using Dapper;
using LoanServicing.Domain.Calendar;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Store;
using NodaTime;

namespace LoanServicing.Funding.Endpoints;

/// <summary>A file of the bank's statements and how far it is.</summary>
/// <param name="Status"><c>reading</c>, <c>read</c> when all lines are stored, <c>compared</c> when all have been compared with the books.</param>
/// <param name="WasKnown">This file had been read before; nothing was changed.</param>
/// <param name="LinesKnown">Of the lines read, how many another file had told already.</param>
/// <param name="Lines">Its own lines by what became of them.</param>
/// <param name="Breaks">Its lines that are breaks, by kind.</param>
public sealed record StatementFileView(
    Guid StatementId,
    string Status,
    bool WasKnown,
    string Format,
    Instant ReceivedAt,
    string ReceivedBy,
    int LinesTotal,
    int LinesRead,
    int LinesKnown,
    StatementLineCounts Lines,
    IReadOnlyDictionary<string, int> Breaks,
    IReadOnlyList<StatementView> Statements);

/// <param name="NotCompared">Among them those whose value date has not come.</param>
/// <param name="InProgress">Told to the service that books such money; matched when it has.</param>
public sealed record StatementLineCounts(int NotCompared, int Matched, int InProgress, int Breaks, int Excluded);

/// <summary>One statement in the file.</summary>
/// <param name="BankId">The bank's own id of it.</param>
public sealed record StatementView(
    int Number, string? BankId, string Account, LocalDate? From, string? FromPersian, LocalDate? To, string? ToPersian, Rials? OpeningRials, Rials? ClosingRials);

/// <summary>Reads what <see cref="StatementFileView"/> shows.</summary>
internal static class StatementViews
{
    private const string CountLines = "select state, count(*) as lines from statement_line where file_id = @fileId group by state";

    private const string CountBreaks =
        """
        select b.kind, count(*) as breaks from statement_line l join statement_break b on b.break_id = l.line_id
        where l.file_id = @fileId and l.state = 'open' and b.closed_on is null group by b.kind order by b.kind
        """;

    /// <summary>Null where there is no such file.</summary>
    public static async Task<StatementFileView?> ReadAsync(DbConnection connection, Guid fileId, bool wasKnown = false)
    {
        if (await StatementFileStore.FindAsync(connection, fileId) is not { } file)
        {
            return null;
        }

        var lines = (await connection.QueryAsync<(string State, int Lines)>(CountLines, new { fileId })).ToDictionary(row => row.State, row => row.Lines);
        var breaks = (await connection.QueryAsync<(string Kind, int Breaks)>(CountBreaks, new { fileId })).ToDictionary(row => row.Kind, row => row.Breaks);
        var statements = await StatementFileStore.StatementsAsync(connection, fileId);
        return new StatementFileView(
            file.FileId,
            file.Status,
            wasKnown,
            file.Format,
            file.ReceivedAt,
            file.ReceivedBy,
            file.LinesTotal,
            file.LinesRead,
            file.LinesKnown,
            new StatementLineCounts(
                lines.GetValueOrDefault(StatementLineRow.New), lines.GetValueOrDefault(StatementLineRow.Matched), lines.GetValueOrDefault(StatementLineRow.Sent),
                lines.GetValueOrDefault(StatementLineRow.Open), lines.GetValueOrDefault(StatementLineRow.Excluded)),
            breaks,
            [
                .. statements.Select(row => new StatementView(
                    row.Number, row.BankId, row.Account, row.PeriodFrom, row.PeriodFrom.ToPersian(), row.PeriodTo, row.PeriodTo.ToPersian(), row.Opening, row.Closing)),
            ]);
    }
}
