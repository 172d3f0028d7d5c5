using LoanServicing.Funding;
using LoanServicing.Funding.Proof;
using LoanServicing.Host.Verbs;
using LoanServicing.Platform.Data;
using NodaTime;

namespace LoanServicing.Host.Verification;

/// <summary>Writes the proof of the books to a file, and checks one without any database.</summary>
internal static class ProofFiles
{
    private const int Looks = 3;

    /// <summary>
    /// Writes a proof and checks it as whoever gets it will. On SQL Server no two statements see the same moment, so a proof that does not hold beside
    /// a serving process is written anew.
    /// </summary>
    /// <exception cref="StartupException">The file is there already or cannot be written, or the database is missing.</exception>
    public static async Task<int> WriteAsync(DatabaseSettings databases, string file, TextWriter output, CancellationToken cancel)
    {
        if (Path.Exists(file))
        {
            throw new StartupException($"{file} is there already; a proof is never overwritten, so name another file.");
        }

        await Databases.RequireCurrentAsync(databases, FundingService.Module.Schema, cancel);
        ProofCheckReport? report = null;
        try
        {
            await DurableFile.CreateAsync(file, async stream => report = await WriteAsync(databases, stream, cancel));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be written: {cause.Message}");
        }

        await output.WriteLineAsync($"The proof is in {file}.");
        return Print(report!, output);
    }

    /// <summary>Derives everything that the file says from its entries.</summary>
    /// <exception cref="StartupException">The file cannot be read, or is no proof.</exception>
    public static async Task<int> CheckAsync(string file, TextWriter output, CancellationToken cancel)
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return Print(await ProofCheck.RunAsync(stream, cancel), output);
        }
        catch (DamagedProofException damage)
        {
            throw new StartupException($"{file} is no whole proof. {damage.Message}");
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be read: {cause.Message}");
        }
    }

    private static async Task<ProofCheckReport> WriteAsync(DatabaseSettings databases, FileStream stream, CancellationToken cancel)
    {
        for (var look = 1; ; look++)
        {
            stream.SetLength(0);
            await Databases.ReadAsync(
                databases,
                FundingService.Name,
                async connection =>
                {
                    stream.SetLength(0); // a look that the server ended is taken again
                    await ProofWriter.WriteAsync(connection, SystemClock.Instance, stream);
                    return 0;
                },
                cancel);
            stream.Position = 0;
            var report = await ProofCheck.RunAsync(stream, cancel);
            if (report.IsClean || !databases.IsSqlServer || look == Looks)
            {
                return report;
            }
        }
    }

    private static int Print(ProofCheckReport report, TextWriter output)
    {
        var (header, counted) = (report.Header, report.Counted);
        output.WriteLine($"as of      {header.AsOf:uuuu-MM-dd}, funded {header.RatioAlavi} : {header.RatioSina}, written by version {header.Product}");
        output.WriteLine($"entries    {counted.Entries}, each balanced and with its hash");
        output.WriteLine($"chain      {counted.Blocks} blocks, {report.Unsealed} entries not sealed yet");
        output.WriteLine(report.Head is { } head ? $"head       funding journal_entry {head.Number} {head.Hash}" : "head       none");
        output.WriteLine($"report     {counted.Days} sums of days, {counted.Tranches} of tranches, {counted.Funders} funders, {counted.Banks} bank, {counted.Loans} loans");
        output.WriteLine($"file       SHA-256 {report.FileSha256}");
        foreach (var difference in report.Differences)
        {
            output.WriteLine($"      {difference}");
        }

        if (report.Found > report.Differences.Count)
        {
            output.WriteLine($"      and {report.Found - report.Differences.Count} more");
        }

        output.WriteLine(report.IsClean ? "check: clean" : "check: BROKEN");
        return report.IsClean ? ExitCodes.Success : ExitCodes.Found;
    }
}
