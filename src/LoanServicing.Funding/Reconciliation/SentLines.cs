using LoanServicing.Contracts;
using LoanServicing.Domain.Reconciliation;
using LoanServicing.Funding.StatementFiles;
using LoanServicing.Funding.Store;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>Lines that nobody has told of go to the service that books such money, some to a message, each under a reference that no other has.</summary>
internal static class SentLines
{
    /// <summary>Of the texts in one message, so that it stays far below what is the largest (512 KiB) however a text is written in JSON.</summary>
    private const int MostCharacters = 60_000;

    /// <summary>What a line takes besides its texts.</summary>
    private const int CharactersOfALine = 50;

    /// <param name="taken">References that stand for other lines; those that are sent now are added.</param>
    /// <param name="own">Lines whose reference another line has, and that one is matched: what another channel told under it is that line's.</param>
    public static Task SendReceiptsAsync(MatchingWork work, IReadOnlyList<StatementLineRow> lines, ISet<string> taken, IReadOnlySet<Guid> own) => SendAsync(
        work, Named(lines, taken), ReceiptsOnStatement.MostReceipts,
        (header, fileId, some) => new ReceiptsOnStatement(
            header, fileId, [.. some.Select(line => own.Contains(line.LineId) ? ReceiptOf(line) with { IsConfirmed = true } : ReceiptOf(line))]));

    /// <summary>
    /// The line is a receipt of its own, as two people have said: under a name of its own, whatever else has its reference. One that was sent on before keeps the
    /// name that it had then, for that message may still come.
    /// </summary>
    public static Task SendConfirmedAsync(MatchingWork work, StatementLineRow line) => SendAsync(
        work, line.SentAs is null ? Named([line], new HashSet<string> { line.Reference }) : [line], ReceiptsOnStatement.MostReceipts,
        (header, fileId, some) => new ReceiptsOnStatement(header, fileId, [.. some.Select(one => ReceiptOf(one) with { IsConfirmed = true })]));

    /// <param name="taken">References that stand for other lines; those that are sent now are added.</param>
    public static Task SendPaymentsAsync(MatchingWork work, IReadOnlyList<StatementLineRow> lines, ISet<string> taken) => SendAsync(
        work, Named(lines, taken), PaymentsOnStatement.MostPayments,
        (header, fileId, some) => new PaymentsOnStatement(header, fileId, fileId.ToString("D"), [.. some.Select(PaymentOf)]));

    /// <summary>One reference, one receipt: of several lines that the bank gives one reference, the second and later ones are told apart by their keys.</summary>
    private static List<StatementLineRow> Named(IReadOnlyList<StatementLineRow> lines, ISet<string> taken) =>
        [.. lines.Select(line => line with { SentAs = taken.Add(line.Reference) ? line.Reference : BatchReference.WithKey(line.Reference, line.LineKey, BoundedText.Longest) })];

    private static async Task SendAsync(
        MatchingWork work, List<StatementLineRow> lines, int most, Func<FactHeader, Guid, IReadOnlyList<StatementLineRow>, IFact> factOf)
    {
        foreach (var ofFile in lines.GroupBy(line => line.FileId))
        {
            foreach (var some in Messages(ofFile, most))
            {
                var sequence = await StatementFileStore.NextSequenceAsync(work.Unit, ofFile.Key);
                work.Unit.Publish(factOf(work.Unit.Header(Streams.Statement, ofFile.Key, sequence, work.Today), ofFile.Key, some));
                foreach (var line in some)
                {
                    await StatementLineStore.SendAsync(work.Unit, line, work.Today);
                }
            }
        }
    }

    private static IEnumerable<List<StatementLineRow>> Messages(IEnumerable<StatementLineRow> lines, int most)
    {
        var (some, characters) = (new List<StatementLineRow>(), 0);
        foreach (var line in lines)
        {
            var more = CharactersOfALine + line.SentAs!.Length + (line.DepositId?.Length ?? 0) + (line.EndToEndId?.Length ?? 0) + (line.ReturnReason?.Length ?? 0);
            if (some.Count == most || (some.Count > 0 && characters + more > MostCharacters))
            {
                yield return some;
                (some, characters) = ([], 0);
            }

            some.Add(line);
            characters += more;
        }

        if (some.Count > 0)
        {
            yield return some;
        }
    }

    private static ReceiptOnStatement ReceiptOf(StatementLineRow line) => new(line.LineId, line.Amount, line.ValueDate, line.SentAs!, line.DepositId);

    private static PaymentOnStatement PaymentOf(StatementLineRow line) => new(
        line.LineId, line.Number, line.EndToEndId!, line.Amount, IsReturn: line.Credit, line.ValueDate, line.SentAs!, line.ReturnReason);
}
