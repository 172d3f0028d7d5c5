using System.Security.Cryptography;
using System.Text.Json;
using LoanServicing.Domain.Journal;
using LoanServicing.Platform.Audit;

namespace LoanServicing.Funding.Proof;

/// <summary>The file is no proof, or a line of it cannot be read.</summary>
public sealed class DamagedProofException(long line, string why) : Exception($"Line {line} is no line of a proof: {why}");

/// <summary>What a check found.</summary>
/// <param name="Head">The last block; null where nothing is sealed.</param>
/// <param name="Unsealed">Entries that no block holds.</param>
/// <param name="Differences">The first <see cref="ProofCheck.DifferencesKept"/>, each naming its entry, loan or day.</param>
/// <param name="Found">All of them, counted.</param>
public sealed record ProofCheckReport(
    ProofHeader Header, ProofEnd Counted, ProofBlock? Head, long Unsealed, IReadOnlyList<string> Differences, long Found)
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
        await foreach (var line in FileLines.ReadAsync(file, cancel))
        {
            check._line++;
            check.Reading(() => check.Take(ProofLines.KindOf(line), line));
            if (check._end is null)
            {
                hash.AppendData(line);
                hash.AppendData("\n"u8);
            }
        }

        var sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
        check.Reading(() => check.End(sha256));
        return check.Report(sha256);
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
        if (_end is null)
        {
            Differ($"the file is cut off after line {_line}: its last line is missing");
        }
        else if (!_end.AsSpan().SequenceEqual(ProofLines.Write(ProofLines.End, Counted(sha256))))
        {
            Differ("the lines are not those that the last line counts and has the digest of");
        }
    }

    private ProofCheckReport Report(string sha256) => new(_header!, Counted(sha256), _head, _unsealed, _differences, _found);

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
