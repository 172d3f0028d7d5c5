using System.Security.Cryptography;
using System.Text.Json;
using LoanServicing.Domain.Journal;
using LoanServicing.Platform.Audit;

namespace LoanServicing.Funding.Proof;

/// <summary>The file is no proof, or a line of it cannot be read.</summary>
public sealed class DamagedProofException(long line, string why) : Exception($"Line {line} is no line of a proof: {why}");

/// <summary>What a check found.</summary>
/// <param name="FileSha256">Over all bytes of the file: whoever has the same figure from the writer has the writer's file.</param>
/// <param name="Head">The last block; null where nothing is sealed.</param>
/// <param name="Unsealed">Entries that no block holds.</param>
/// <param name="Differences">The first <see cref="ProofCheck.DifferencesKept"/>, each naming its entry, loan or day.</param>
/// <param name="Found">All of them, counted.</param>
public sealed record ProofCheckReport(
    ProofHeader Header, ProofEnd Counted, string FileSha256, ProofBlock? Head, long Unsealed, IReadOnlyList<string> Differences, long Found)
{
    public bool IsClean => Found == 0;
}

/// <summary>
/// Derives everything that a proof says from its entries, without a database: each entry balances and has its hash, the blocks chain, and the report
/// is what the entries give. Memory holds one line, the hashes of one block, and a figure per loan and per day.
/// </summary>
public sealed class ProofCheck
{
    public const int DifferencesKept = 20;

    private readonly List<string> _differences = [];
    private readonly Dictionary<string, long> _counts = [];
    private readonly JournalFigures _figures = new();
    private readonly List<string> _hashesOfBlock = [];
    private ProofHeader? _header;
    private ReportCheck? _report;
    private ProofBlock? _head;
    private ProofEntry? _lastEntry;
    private byte[]? _end;
    private long _line;
    private long _unsealed;
    private long _found;

    private ProofCheck()
    {
    }

    /// <exception cref="DamagedProofException">The file is no proof, or a line cannot be read.</exception>
    public static async Task<ProofCheckReport> RunAsync(Stream file, CancellationToken cancel)
    {
        var check = new ProofCheck();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var line in FileLines.ReadAsync(file, cancel))
        {
            check._line++;
            whole.AppendData(line);
            whole.AppendData("\n"u8);
            check.Reading(() => check.Take(ProofLines.KindOf(line), line));
            if (check._end is null)
            {
                hash.AppendData(line);
                hash.AppendData("\n"u8);
            }
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        check.Reading(() => check.End(sha256));
        return check.Report(sha256, Convert.ToHexStringLower(whole.GetHashAndReset()));
    }

    /// <summary>Whatever a line makes impossible is told with its number.</summary>
    private void Reading(Action step)
    {
        try
        {
            step();
        }
        catch (Exception damage) when (damage is JsonException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new DamagedProofException(Math.Max(_line, 1), damage.Message);
        }
    }

    private void Take(string kind, byte[] line)
    {
        if (_line == 1)
        {
            TakeHeader(kind, line);
            return;
        }

        if (_end is not null)
        {
            Differ($"line {_line} comes after the end");
            return;
        }

        _counts[kind] = Count(kind) + 1;
        switch (kind)
        {
            case ProofLines.Entry:
                TakeEntry(ProofLines.Read<ProofEntry>(line));
                break;
            case ProofLines.Block:
                TakeBlock(ProofLines.Read<ProofBlock>(line));
                break;
            case ProofLines.End:
                _ = ProofLines.Read<ProofEnd>(line);
                _end = line;
                break;
            default:
                _report ??= new ReportCheck(_figures, Differ);
                _report.Take(kind, line);
                break;
        }
    }

    private void TakeHeader(string kind, byte[] line)
    {
        _header = kind == ProofLines.Header ? ProofLines.Read<ProofHeader>(line) : throw new JsonException("A proof begins with its header.");
        if (_header.Format != ProofLines.Format)
        {
            throw new JsonException($"The file has format {_header.Format}; this program reads format {ProofLines.Format}.");
        }

        if (!line.AsSpan().SequenceEqual(ProofLines.Write(ProofLines.Header, _header)))
        {
            Differ("the header is not written as the program writes it");
        }
    }

    private void TakeEntry(ProofEntry told)
    {
        if (_report is not null)
        {
            Differ($"entry {Name(told)} comes after the report began");
            return;
        }

        TakePlace(told);
        try
        {
            var entry = new JournalEntry(told.Origin, told.Kind, [.. told.Lines.Select(line =>
                new Transfer(Accounts.Of(line.Debit), Accounts.Of(line.Credit), line.Owner, line.Tranche, line.AmountRials))]);
            if (Domain.Journal.EntryHash.Of(entry) != told.Hash)
            {
                Differ($"entry {Name(told)} does not match its hash");
            }

            _figures.Add(entry);
            if (entry.Origin.BookingDate > _header!.AsOf)
            {
                Differ($"entry {Name(told)} is booked on {entry.Origin.BookingDate:uuuu-MM-dd}, after the day that the header says the proof is of, {_header.AsOf:uuuu-MM-dd}");
            }
        }
        catch (Exception damage) when (damage is ArgumentException or OverflowException)
        {
            Differ($"entry {Name(told)} is no entry: {damage.Message}");
        }
    }

    /// <summary>Each entry comes after the one before it, and lies where its seal says: before its block, or after all of them.</summary>
    private void TakePlace(ProofEntry told)
    {
        var expected = (_head?.Number ?? 0) + 1;
        var sameBlock = _lastEntry is not null && _lastEntry.Seal == told.Seal;
        if ((sameBlock && told.Number <= _lastEntry!.Number) || (told.Seal is { } seal && (seal != expected || _unsealed > 0)))
        {
            Differ($"entry {Name(told)} is out of its place in the chain");
        }

        if (told.Seal is null)
        {
            _unsealed++;
        }
        else
        {
            _hashesOfBlock.Add(told.Hash);
        }

        _lastEntry = told;
    }

    private void TakeBlock(ProofBlock told)
    {
        var previous = _head?.Hash ?? "";
        if (_report is not null || _unsealed > 0 || told.Number != (_head?.Number ?? 0) + 1 || told.PreviousHash != previous
            || told.Entries != _hashesOfBlock.Count || told.Hash != SealedBlock.HashOf(previous, _hashesOfBlock))
        {
            Differ($"block {told.Number} does not follow from the entries and the block before it");
        }

        _hashesOfBlock.Clear();
        _head = told;
    }

    private void End(string sha256)
    {
        if (_header is null)
        {
            throw new JsonException("The file is empty.");
        }

        if (_hashesOfBlock.Count > 0)
        {
            Differ($"the block of entry {Name(_lastEntry!)} is missing");
        }

        (_report ?? new ReportCheck(_figures, Differ)).End();
        if (!IsTheRatioOfTheLoans(_header))
        {
            Differ($"the header says that the funders stand {_header.RatioAlavi} : {_header.RatioSina}, and the loans of the entries are not split so");
        }
        if (_end is null)
        {
            Differ($"the file is cut off after line {_line}: its last line is missing");
        }
        else if (!_end.AsSpan().SequenceEqual(ProofLines.Write(ProofLines.End, Counted(sha256))))
        {
            Differ("the lines are not those that the last line counts and has the digest of");
        }
    }

    /// <summary>
    /// Each allocation of the pool is split to the rial (rule R3), so all loans together are off by fewer rials than there are entries. A ratio that is nearly the
    /// same, or any at all while nothing is lent, is bound by the digest of the file alone.
    /// </summary>
    private bool IsTheRatioOfTheLoans(ProofHeader header)
    {
        var parts = (Int128)header.RatioAlavi + header.RatioSina;
        var (alavi, total) = _figures.Loans.Values.Aggregate(
            (Alavi: (Int128)0, Total: (Int128)0), (sum, loan) => (sum.Alavi + loan.Disbursed.Alavi.Value, sum.Total + loan.Disbursed.Total.Value));
        return header.RatioAlavi >= 0 && header.RatioSina >= 0 && parts > 0
            && Int128.Abs((parts * alavi) - (header.RatioAlavi * total)) <= parts * (Count(ProofLines.Entry) + 1);
    }

    private ProofCheckReport Report(string sha256, string fileSha256) => new(_header!, Counted(sha256), fileSha256, _head, _unsealed, _differences, _found);

    private ProofEnd Counted(string sha256) => new(
        Count(ProofLines.Entry), Count(ProofLines.Block), Count(ProofLines.Day), Count(ProofLines.Tranche), Count(ProofLines.Funder),
        Count(ProofLines.Bank), Count(ProofLines.Loan), sha256);

    private long Count(string kind) => _counts.GetValueOrDefault(kind);

    private void Differ(string difference)
    {
        _found++;
        if (_differences.Count < DifferencesKept)
        {
            _differences.Add(difference);
        }
    }

    private static string Name(ProofEntry entry) => $"{entry.Number} ({entry.Origin.EntryId:D})";
}
