using LoanServicing.Funding.StatementFiles;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.Platform.Time;

namespace LoanServicing.Funding.Reconciliation;

/// <summary>A file as it has arrived, whole.</summary>
/// <param name="ContentHash">SHA-256 of the bytes, lower-case hexadecimal: the same file has the same.</param>
/// <param name="Parts">Reads it from its beginning, as often as it is called.</param>
internal sealed record ArrivedStatement(string ContentHash, long Bytes, string Format, Func<CancellationToken, IAsyncEnumerable<StatementPart>> Parts);

/// <summary>
/// Takes in the bank's statements. A file is read to its end before anything of it is stored; then its lines are stored some to a unit of work, and the
/// count of stored ones with them, so that the same file, sent again after a kill, goes on where it was cut. A line that another file has told is passed over.
/// </summary>
internal static class StatementImport
{
    public const string BeingReadCode = "statement.being-read";

    /// <param name="cancel">Whoever sends it is gone: it counts until the file has been found sound, and then no more.</param>
    /// <param name="stopping">The process ends; the file, sent again, goes on where this ended.</param>
    /// <returns>The file, and whether it had been read before.</returns>
    /// <exception cref="StatementRefusedException">The file is unsound, and nothing of it is stored; or it is being read for another request.</exception>
    public static async Task<(Guid FileId, bool WasKnown)> RunAsync(IDatabase database, ArrivedStatement arrived, Caller caller, string account, CancellationToken cancel, CancellationToken stopping)
    {
        if (await database.WriteAsync(unit => StatementFileStore.FindAsync(unit, arrived.ContentHash), cancel) is { Status: not StatementFileRow.Reading } known)
        {
            return (known.FileId, true);
        }

        var statements = await CheckAsync(arrived, account, cancel);
        var file = await database.WriteAsync(unit => BeginAsync(unit, arrived, statements, caller), cancel);
        try
        {
            await StoreAsync(database, file, arrived, stopping);
        }
        catch (ConcurrentChangeException)
        {
            // Another request stores the same file, as when it is sent with a double click: that one ends it.
            return await database.WriteAsync(unit => StatementFileStore.GetAsync(unit, file.FileId), stopping) is { Status: not StatementFileRow.Reading }
                ? (file.FileId, true)
                : throw BeingRead(file.FileId);
        }

        await database.WriteAsync(unit => EndAsync(unit, file, caller), stopping);
        return (file.FileId, false);
    }

    private static StatementRefusedException BeingRead(Guid fileId) => new(BeingReadCode, new Domain.Bilingual(
        $"This file is being read for another request; GET /funding/statements/{fileId:D} says how far it is.",
        $"این فایل برای درخواست دیگری در حال خواندن است؛ پیشرفت آن را در /funding/statements/{fileId:D} ببینید."));

    /// <summary>Reads the file to its end.</summary>
    private static async Task<IReadOnlyList<StatementSummary>> CheckAsync(ArrivedStatement arrived, string account, CancellationToken cancel)
    {
        var statements = new List<StatementSummary>();
        await foreach (var part in arrived.Parts(cancel))
        {
            if (part is StatementSummary summary)
            {
                statements.Add(summary);
                if (summary.Account != account)
                {
                    throw new StatementRefusedException("statement.another-account", new Domain.Bilingual(
                        $"Statement {summary.Statement} is of the account {summary.Account}, which is not the pool's; send the statement of {account}.",
                        $"صورتحساب {summary.Statement} متعلق به حساب دیگری است؛ صورتحساب {account} را بفرستید."));
                }
            }
        }

        return statements;
    }

    private static async Task<StatementFileRow> BeginAsync(UnitOfWork unit, ArrivedStatement arrived, IReadOnlyList<StatementSummary> statements, Caller caller)
    {
        if (await StatementFileStore.FindAsync(unit, arrived.ContentHash) is { } begun)
        {
            await StatementFileStore.GoOnAsync(unit, begun.FileId);
            return begun;
        }

        var file = new StatementFileRow
        {
            FileId = Guid.CreateVersion7(),
            ContentHash = arrived.ContentHash,
            Format = arrived.Format,
            Bytes = arrived.Bytes,
            Status = StatementFileRow.Reading,
            LinesTotal = statements.Sum(statement => statement.Lines),
            ReceivedAt = unit.Now,
            ReceivedBy = caller.Subject,
            BusinessDate = await BusinessDates.CurrentAsync(unit),
        };
        await StatementFileStore.AddAsync(unit, file);
        foreach (var statement in statements)
        {
            await StatementFileStore.AddAsync(unit, new StatementRow
            {
                FileId = file.FileId,
                Number = statement.Statement,
                BankId = statement.BankId,
                Account = statement.Account,
                PeriodFrom = statement.PeriodFrom,
                PeriodTo = statement.PeriodTo,
                Opening = statement.Opening,
                Closing = statement.Closing,
            });
        }

        return file;
    }

    private static async Task StoreAsync(IDatabase database, StatementFileRow file, ArrivedStatement arrived, CancellationToken stopping)
    {
        var (passed, some) = (0, new List<StatementLine>());
        await foreach (var part in arrived.Parts(stopping))
        {
            if (part is not StatementLine line || ++passed <= file.LinesRead)
            {
                continue;
            }

            some.Add(line);
            if (some.Count == StatementLineStore.AtOnce)
            {
                file = await database.WriteAsync(unit => AddAsync(unit, file, some), stopping);
                some.Clear();
            }
        }

        if (some.Count > 0)
        {
            await database.WriteAsync(unit => AddAsync(unit, file, some), stopping);
        }
    }

    private static async Task<StatementFileRow> AddAsync(UnitOfWork unit, StatementFileRow file, IReadOnlyList<StatementLine> lines)
    {
        var known = await StatementLineStore.KnownKeysAsync(unit, [.. lines.Select(line => line.Key)]);
        var unknown = lines.Where(line => !known.Contains(line.Key)).Select(line => RowOf(file, line)).ToList();
        await StatementLineStore.AddAsync(unit, unknown);
        await StatementFileStore.GoOnAsync(unit, file, lines.Count, lines.Count - unknown.Count);
        return file with { LinesRead = file.LinesRead + lines.Count, LinesKnown = file.LinesKnown + lines.Count - unknown.Count };
    }

    private static async Task EndAsync(UnitOfWork unit, StatementFileRow file, Caller caller)
    {
        var read = await StatementFileStore.GetAsync(unit, file.FileId);
        if (read.Status != StatementFileRow.Reading)
        {
            return; // another request has ended it
        }

        await StatementFileStore.SetStatusAsync(unit, file.FileId, StatementFileRow.Read);
        unit.Record(new AuditEntry(
            caller.Subject, "statement.read", "statement", file.FileId.ToString("D"), file.BusinessDate, new { read.ContentHash, read.LinesRead, read.LinesKnown }));
    }

    /// <summary>A line without a reference of the bank gets one of ours, made of its key, so that whatever it becomes can be told from every other.</summary>
    private static StatementLineRow RowOf(StatementFileRow file, StatementLine line)
    {
        const int KeyInReference = 30;
        var row = new StatementLineRow
        {
            LineId = Guid.CreateVersion7(),
            LineKey = line.Key,
            FileId = file.FileId,
            Statement = line.Statement,
            Number = line.Number,
            Detail = line.Detail,
            TextLine = line.TextLine,
            Account = line.Account,
            Credit = line.IsCredit,
            Amount = line.Amount,
            ValueDate = line.ValueDate,
            BookingDate = line.BookingDate,
            Reference = line.BankReference ?? $"LINE-{line.Key[..KeyInReference].ToUpperInvariant()}",
            EndToEndId = line.EndToEndId,
            DepositId = Fit(line.DepositId),
            Payer = line.Payer,
            PayerIban = Fit(line.PayerIban),
            Narrative = line.Narrative,
            Reversal = line.IsReversal,
            ReturnReason = line.ReturnReason,
            State = StatementLineRow.New,
            BusinessDate = file.BusinessDate,
        };
        return row with { Hash = row.ComputeHash() };
    }

    /// <summary>Ids are kept as far as any that can be meant is long.</summary>
    private static string? Fit(string? id) => id is { Length: > StatementLineRow.LongestId } ? id[..StatementLineRow.LongestId] : id;
}
