using System.CommandLine;
using LoanServicing.Domain.Calendar;
using LoanServicing.Host.Clients;
using LoanServicing.Host.Simulation;
using LoanServicing.Host.Verification;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using Spectre.Console;

namespace LoanServicing.Host.Verbs;

/// <summary><c>simulate</c>: drives a host through the whole programme, from applications to settled loans, and verifies what it left.</summary>
internal static class SimulateVerb
{
    /// <summary>The date as of which the outcomes of the shipped applications were computed.</summary>
    private const string DefaultStart = "1405-09-01";

    /// <summary>Characters in a line of the report where there is no terminal.</summary>
    private const int RedirectedWidth = 200;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BooksMayTake = TimeSpan.FromMinutes(2);

    public static Command Create()
    {
        var applications = new Option<FileInfo>("--applications") { Required = true, Description = "CSV file of applications" };
        var seed = new Option<int>("--seed") { Description = "draws who pays how; the same seed continues a run that was cut", DefaultValueFactory = _ => 1 };
        var output = new Option<FileInfo?>("--out") { Description = "JSON file for outcome and failed rules of each row" };
        var start = new Option<string>("--start") { Description = "first business date, Solar Hijri", DefaultValueFactory = _ => DefaultStart };
        var command = new Command("simulate", "Drives a development host through applications, loans and years of receipts.") { applications, seed, output, start };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((arguments, cancel) => RunAsync(
            new Arguments(arguments.GetRequiredValue(applications).FullName, arguments.GetValue(seed), arguments.GetValue(output)?.FullName, ReadStart(arguments.GetValue(start)!)),
            [.. arguments.UnmatchedTokens],
            cancel));
        return command;
    }

    private static async Task<int> RunAsync(Arguments arguments, string[] configuration, CancellationToken cancel)
    {
        RefuseMissingFolder(arguments.Out);
        var applications = ApplicationFile.Read(arguments.Applications).Select(row => new SimulatedApplication(row)).ToList();
        await using var api = await ApiConnection.StartOrJoinAsync(configuration, cancel);
        Console.WriteLine($"simulate: {applications.Count} rows, seed {arguments.Seed}, {(api.Joined ? "joined" : "started")} {api.Address}");
        var people = await People.ComeInAsync(api, cancel);
        var programme = Programmes.Load(HostBuilding.CreateBuilder(configuration).Configuration);
        var simulation = new ProgrammeSimulation(
            api, people, new Draws(arguments.Seed), programme, arguments.Start.ToIso(), line => Console.WriteLine("  " + line));
        var counts = await simulation.RunAsync(applications, cancel);
        if (arguments.Out is not null)
        {
            SimulationReport.Write(arguments.Out, arguments.Start.ToIso(), applications);
        }

        return await ReportAsync(api, people, applications, counts, cancel) ? ExitCodes.Success : ExitCodes.Found;
    }

    private static void RefuseMissingFolder(string? file)
    {
        if (file is not null && !Directory.Exists(Path.GetDirectoryName(file)))
        {
            throw new StartupException($"--out {file} lies in a folder that does not exist; make it, or name another file.");
        }
    }

    private static async Task<bool> ReportAsync(
        ApiConnection api, People people, List<SimulatedApplication> applications, SimulationCounts counts, CancellationToken cancel)
    {
        var booksClosed = await WaitForBooksAsync(people, counts, cancel);
        foreach (var group in applications.GroupBy(application => application.Outcome).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"  {group.Key}: {group.Count()}");
        }

        Console.WriteLine($"  {counts.PaidOut} loans, {counts.Settled} settled, {counts.Receipts} receipts posted by this run, last day {SolarHijriDate.FromIso(counts.LastDay)}");
        var returned = SimulationReport.Print((await people.Finance.GetAsync("/funding/position", cancel)).Expect("position"), ReportConsole());
        var report = await ProgrammeVerification.RunAsync(api.Options.Database, api.Options.SealsFolder, elsewhere: null, cancel);
        return report.Print(Console.Out) & returned & booksClosed & counts.Settled == counts.PaidOut & counts.PaidOut == applications.Count(a => a.MayBeApproved);
    }

    /// <summary>A file or a pipe gets plain text, wide enough that no line of figures is broken.</summary>
    private static IAnsiConsole ReportConsole()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        console.Profile.Width = RedirectedWidth;
        return console;
    }

    /// <summary>Settled loans have reached the funders' books and the applications a moment after the last receipt was answered.</summary>
    private static async Task<bool> WaitForBooksAsync(People people, SimulationCounts counts, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(LookEvery);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (System.Diagnostics.Stopwatch.GetElapsedTime(started) < BooksMayTake)
        {
            var position = (await people.Finance.GetAsync("/funding/position", cancel)).Expect("position");
            var active = (await people.Officer.GetAsync("/applications?status=Active&limit=1", cancel)).Expect("applications");
            if (counts.Settled < counts.PaidOut
                || (position["funders"]!.AsArray().All(funder => (long)funder!["outstandingRials"]! == 0) && active["items"]!.AsArray().Count == 0))
            {
                return true;
            }

            await timer.WaitForNextTickAsync(cancel);
        }

        Console.WriteLine("  the funders' books still show principal outstanding");
        return false;
    }

    private static SolarHijriDate ReadStart(string text) =>
        SolarHijriDate.TryParse(text, out var date) ? date : throw new StartupException($"--start {text} is not a Solar Hijri date like 1405-09-01.");

    private sealed record Arguments(string Applications, int Seed, string? Out, SolarHijriDate Start);
}
