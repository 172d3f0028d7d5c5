using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using Dapper;
using LoanServicing.Funding.Books;
using LoanServicing.Funding.Store;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Time;
using NodaTime;

namespace LoanServicing.Funding.Proof;

/// <summary>Writes a proof: the journal with its chain, and the report that the other rows give. Memory does not grow with either.</summary>
public sealed class ProofWriter : IDisposable
{
    private const int BlocksAtOnce = 20;

    private static readonly byte[] LineFeed = "\n"u8.ToArray();

    private readonly Stream _output;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, long> _counts = [];

    private ProofWriter(Stream output) => _output = output;

    /// <param name="connection">To the funding service's database; on SQLite in one reading transaction, so that everything is of one moment.</param>
    /// <param name="output">Is not closed.</param>
    public static async Task WriteAsync(DbConnection connection, IClock clock, Stream output)
    {
        using var writer = new ProofWriter(output);
        await writer.WriteHeaderAsync(connection, clock);
        await writer.WriteChainAsync(connection);
        await writer.WriteReportAsync(connection);
        await writer.WriteEndAsync();
    }

    public void Dispose() => _hash.Dispose();

    private async Task WriteHeaderAsync(DbConnection connection, IClock clock)
    {
        var ratio = (await connection.QuerySingleAsync<PoolRow>(PoolStore.SelectPool)).Ratio;
        var product = typeof(ProofWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var today = await BusinessDates.CurrentAsync(connection, clock);
        var booked = await connection.QuerySingleAsync<LocalDate?>(JournalStore.LatestBookingDate); // later where another service has begun the day before this one
        var asOf = booked > today ? booked.Value : today;
        await WriteAsync(ProofLines.Header, new ProofHeader(ProofLines.Format, product, ratio.Alavi, ratio.Sina, asOf));
    }

    private async Task WriteChainAsync(DbConnection connection)
    {
        var after = 0L;
        while (await SealChain.BlocksAsync(connection, JournalStore.Table, after, BlocksAtOnce) is { Count: > 0 } blocks)
        {
            var last = blocks[^1].Number;
            var open = new Queue<SealedBlock>(blocks);
            await foreach (var entry in JournalStream.ReadAsync(connection, JournalStream.Sealed, new { after, last }))
            {
                while (open.Peek().Number < entry.Seal)
                {
                    await WriteAsync(open.Dequeue());
                }

                await WriteAsync(entry);
            }

            while (open.TryDequeue(out var block))
            {
                await WriteAsync(block);
            }

            after = last;
        }

        // Sealed in blocks that are gone: whoever checks the proof shall see them.
        await WriteAllAsync(JournalStream.ReadAsync(connection, JournalStream.Sealed, new { after, last = long.MaxValue }));
        await WriteAllAsync(JournalStream.ReadAsync(connection, JournalStream.Unsealed));
    }

    private async Task WriteReportAsync(DbConnection connection)
    {
        await foreach (var day in ProofReader.AllDaysAsync(connection))
        {
            await WriteAsync(ProofLines.Day, day);
        }

        var report = await ProofReader.ConservationAsync(connection);
        foreach (var tranche in report.Tranches)
        {
            await WriteAsync(ProofLines.Tranche, TrancheProof.Of(tranche));
        }

        foreach (var funder in report.Funders)
        {
            await WriteAsync(ProofLines.Funder, FunderProof.Of(funder));
        }

        await WriteAsync(ProofLines.Bank, BankProof.Of(report));
        await foreach (var loan in ProofReader.AllLoansAsync(connection))
        {
            await WriteAsync(ProofLines.Loan, loan);
        }
    }

    private async Task WriteAllAsync(IAsyncEnumerable<JournalRow> entries)
    {
        await foreach (var entry in entries)
        {
            await WriteAsync(entry);
        }
    }

    private Task WriteAsync(SealedBlock block) =>
        WriteAsync(ProofLines.Block, new ProofBlock(block.Number, block.Entries, block.PreviousHash, block.Hash));

    private Task WriteAsync(JournalRow entry) => WriteAsync(ProofLines.Entry, new ProofEntry(
        entry.Row.Id, entry.Seal, entry.Row.Kind, entry.Row.Origin,
        [.. entry.Lines.Select(line => new LineView(line.Debit, line.Credit, line.Owner, line.Tranche, line.Amount))], entry.Row.Hash));

    private Task WriteEndAsync() => WriteAsync(
        ProofLines.End,
        new ProofEnd(
            Count(ProofLines.Entry), Count(ProofLines.Block), Count(ProofLines.Day), Count(ProofLines.Tranche), Count(ProofLines.Funder),
            Count(ProofLines.Bank), Count(ProofLines.Loan), Convert.ToHexStringLower(_hash.GetHashAndReset())));

    private long Count(string kind) => _counts.GetValueOrDefault(kind);

    private async Task WriteAsync<T>(string kind, T value)
    {
        var line = ProofLines.Write(kind, value);
        _hash.AppendData(line);
        _hash.AppendData(LineFeed);
        await _output.WriteAsync(line);
        await _output.WriteAsync(LineFeed);
        _counts[kind] = Count(kind) + 1;
    }
}
