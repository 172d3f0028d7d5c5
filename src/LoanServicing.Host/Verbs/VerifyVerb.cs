using System.CommandLine;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Hosting;

namespace LoanServicing.Host.Verbs;

/// <summary><c>verify</c>: recomputes R1 to R11 from what is stored. Reads only; runs beside a serving process too.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var command = new Command("verify", "Recomputes every rule from what is stored; exits 1 if one is broken.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((arguments, cancel) => RunAsync([.. arguments.UnmatchedTokens], cancel));
        return command;
    }

    private static async Task<int> RunAsync(string[] configuration, CancellationToken cancel)
    {
        var builder = HostBuilding.CreateBuilder(configuration);
        var options = PlatformOptions.Read(builder.Configuration, [.. HostBuilding.Services.Select(module => module.Name)]);
        var report = await ProgrammeVerification.RunAsync(options.Database, cancel);
        return report.Print(Console.Out) ? ExitCodes.Success : ExitCodes.Found;
    }
}
