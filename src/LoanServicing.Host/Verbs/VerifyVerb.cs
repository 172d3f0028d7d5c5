using System.CommandLine;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging.RabbitMq;
using LoanServicing.Platform.Verification;

namespace LoanServicing.Host.Verbs;

/// <summary>
/// <c>verify</c>: recomputes R1 to R11 from what is stored. Reads only; runs beside a serving process too. With an option it writes or checks a proof,
/// or compares the chains with heads that were kept elsewhere.
/// </summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var proof = new Option<string?>("--proof") { Description = "Writes the journal, its hash chain and the report to this new file, for --check.", HelpName = "FILE" };
        var check = new Option<string?>("--check") { Description = "Derives everything that a proof says from its entries; needs no database and no settings.", HelpName = "FILE" };
        var heads = new Option<string?>("--heads") { Description = "Verifies, and compares the chains with heads kept elsewhere: lines of --print-heads, or a copy of the seals folder.", HelpName = "FILE" };
        var print = new Option<bool>("--print-heads") { Description = "Prints the head of every chain, a line each, to be kept elsewhere." };
        var command = new Command("verify", "Recomputes every rule from what is stored; exits 1 if one is broken.") { proof, check, heads, print };
        command.TreatUnmatchedTokensAsErrors = false;
        command.Validators.Add(result =>
        {
            if (new Option[] { proof, check, heads, print }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError("--proof, --check, --heads and --print-heads each stand alone.");
            }
        });
        command.SetAction((arguments, cancel) => arguments.GetValue(check) is { } file
            ? ProofFiles.CheckAsync(file, Console.Out, cancel)
            : RunAsync(OptionsOf(arguments), arguments.GetValue(proof), arguments.GetValue(heads), arguments.GetValue(print), cancel));
        return command;
    }

    private static PlatformOptions OptionsOf(ParseResult arguments) => PlatformOptions.Read(
        HostBuilding.CreateBuilder([.. arguments.UnmatchedTokens]).Configuration, [.. HostBuilding.Services.Select(module => module.Name)]);

    private static async Task<int> RunAsync(PlatformOptions options, string? proof, string? heads, bool print, CancellationToken cancel)
    {
        try
        {
            return await LookAsync(options, proof, heads, print, cancel);
        }
        catch (Exception damage) when (Look.IsDamage(damage))
        {
            // The rules name what they cannot read; a proof, the heads and whatever else is read as a whole do not go on without it.
            await Console.Error.WriteLineAsync($"What is stored cannot be read: {Look.Told(damage)} Run verify, which names the row.");
            return ExitCodes.Found;
        }
    }

    private static async Task<int> LookAsync(PlatformOptions options, string? proof, string? heads, bool print, CancellationToken cancel)
    {
        if (proof is not null)
        {
            return await ProofFiles.WriteAsync(options.Database, proof, Console.Out, cancel);
        }

        if (print)
        {
            return await ChainHeads.PrintAsync(options.Database, Console.Out, cancel);
        }

        var kept = heads is null ? null : KeptHeads.Read(heads);
        var remark = await QueuedFactsRemarkAsync(options.Broker, cancel); // before the look: what leaves the queues meanwhile may be missed by it
        var report = await ProgrammeVerification.RunAsync(options.Database, options.SealsFolder, kept, cancel);
        return report.Print(Console.Out, remark) ? ExitCodes.Success : ExitCodes.Found;
    }

    /// <summary>What a broken rule may come from that no database shows; null in memory, where the databases show all.</summary>
    private static async Task<string?> QueuedFactsRemarkAsync(BrokerSettings? broker, CancellationToken cancel)
    {
        if (broker is null)
        {
            return null;
        }

        try
        {
            var (ready, dead, consumers) = await QueuedFacts.CountAsync(broker, HostBuilding.Services.Select(module => module.Name), cancel);
            var inHand = consumers > 0 ? ", and processes that take from them, whose facts in hand are not counted" : "";
            return $"RabbitMQ, when the look began: {ready} facts in the services' queues, {dead} in their dead queues{inHand}. "
                + "What is missing above may be among them: verify again once they are taken, and look at dead-letters.";
        }
        catch (StartupException unknown)
        {
            return $"What is missing above may be in a queue of RabbitMQ, which could not be asked: {unknown.Message}";
        }
    }
}
