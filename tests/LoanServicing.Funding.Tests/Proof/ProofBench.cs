using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LoanServicing.Domain.Journal;
using LoanServicing.Domain.Money;
using LoanServicing.Funding.Proof;
using LoanServicing.Platform.Audit;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace LoanServicing.Funding.Tests.Proof;

/// <summary>Books with two sealed blocks and an unsealed tail, and their proof as text.</summary>
internal static class ProofBench
{
    public const long Amount = 8_400;

    /// <summary>Two loans, one repaid in part and one come back, an open order, a remittance and a fee settlement.</summary>
    public static async Task<FundingBench> FillAsync()
    {
        var bench = await FundingBench.OpenAsync(allocation: 4 * Amount);
        var (_, _, loan) = await bench.LendAsync(Amount);
        await bench.SendAsync(Facts.Repaid(loan, Facts.Exact(84), fee: 5));
        await SealAsync(bench);
        var (application, order, returned) = await bench.LendAsync(Amount);
        var ordered = Guid.CreateVersion7();
        await bench.SendAsync([Facts.Approved(ordered, Amount), Facts.Ordered(ordered, Facts.Exact(Amount), Guid.CreateVersion7())]);
        await bench.SendAsync(Facts.Returned(application, await bench.SharesAsync(application), order, returned));
        await SealAsync(bench);
        await bench.WithdrawAsync(EntryKinds.Remittance, Funders.Sina, 9);
        await bench.WithdrawAsync(EntryKinds.FeeSettlement, Funders.Servicer, 2);
        return bench;
    }

    public static async Task SealAsync(FundingBench bench)
    {
        using var seals = new TestFolder();
        using var sealer = new Sealer(bench.Database, FundingService.Module.SealedLogs, seals.Path, NullLogger<Sealer>.Instance);
        await sealer.SealAllAsync(CancellationToken.None);
    }

    public static async Task<string> WriteAsync(FundingBench bench)
    {
        using var output = new MemoryStream();
        await bench.Database.ReadAsync(async connection =>
        {
            await ProofWriter.WriteAsync(connection, SystemClock.Instance, output);
            return 0;
        });
        return Encoding.UTF8.GetString(output.ToArray());
    }

    public static async Task<ProofCheckReport> CheckAsync(string proof)
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(proof));
        return await ProofCheck.RunAsync(file, CancellationToken.None);
    }

    public static List<string> LinesOf(string proof) => [.. proof.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public static string TextOf(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>The same lines with an end that counts them and has their digest, as somebody would make it who knows the format.</summary>
    public static string Ended(IReadOnlyList<string> lines)
    {
        var before = lines.Where(line => !line.StartsWith("{\"end\":", StringComparison.Ordinal)).ToList();
        long Count(string kind) => before.LongCount(line => line.StartsWith($"{{\"{kind}\":", StringComparison.Ordinal));
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(TextOf(before))));
        var end = new ProofEnd(Count("entry"), Count("block"), Count("day"), Count("tranche"), Count("funder"), Count("bank"), Count("loan"), sha256);
        return TextOf(before.Append(Encoding.UTF8.GetString(ProofLines.Write(ProofLines.End, end))));
    }

    public static string Edit(string line, Action<JsonNode> edit)
    {
        var node = JsonNode.Parse(line)!;
        edit(node);
        return Platform.Messaging.FactJson.Write(node);
    }
}
