using LoanServicing.Simulation.Checks;
using LoanServicing.Simulation.People;
using LoanServicing.Simulation.World;
using NodaTime;

namespace LoanServicing.Simulation;

/// <summary>
/// All is healed: nothing is lost any more, every process runs, every queue is emptied, and everybody comes to an end. What then is not closed
/// was lost.
/// </summary>
internal sealed class Ending(SimulatedWorld world, Population population, SimulatedRun run)
{
    private const int MostRounds = 80;
    private const int PatientRounds = 12;

    /// <summary>Of all workers, with nothing new from people and the clock standing still.</summary>
    private const int MostTurns = 200;

    public async Task RunAsync()
    {
        Heal();
        for (var round = 1; round <= MostRounds; round++)
        {
            await MachinesAsync();
            await PeopleAsync(round);
            await run.Rules.ChangedAsync();
            await run.Rules.BetweenAsync();
            if (IsOver() && await run.Rules.InFlightAsync() == 0)
            {
                return;
            }

            world.Clock.Move(world.Chance.Hits(700) ? Duration.FromMinutes(2) : Duration.FromDays(world.Chance.Between(1, 45)));
        }

        throw new FindingException($"It does not come to an end: {Open()}");
    }

    private void Heal()
    {
        world.Clock.Move(world.Clock.Latest - world.Clock.GetCurrentInstant() + Duration.FromDays(4));
        world.Network.AwayFor = 0;
        population.Officers.Decisive = true;
        foreach (var stored in world.AllStored)
        {
            stored.AwayFor = 0;
        }
    }

    private async Task MachinesAsync()
    {
        foreach (var names in world.Down.ToList())
        {
            await run.StartAsync(names);
        }

        for (var (turn, before) = (1, -1L); Changes() > before; turn++)
        {
            if (turn > MostTurns)
            {
                throw new FindingException($"The machines do not come to rest: {Open()}");
            }

            before = Changes();
            foreach (var service in world.Processes.SelectMany(process => process.Services).ToList())
            {
                foreach (var (name, _) in service.Workers)
                {
                    await run.WorkAsync(service, name);
                }
            }

            while (world.Network.Deliverable() is { Count: > 0 } messages)
            {
                await run.DeliverAsync(world.Chance.Pick(messages));
            }
        }
    }

    private long Changes() => world.AllStored.Sum(stored => stored.Changes);

    private async Task PeopleAsync(int round)
    {
        while (population.Applicants.HasMore)
        {
            population.Applicants.Apply();
        }

        await run.ActAsync("clients", population.Clients.SendAllAsync);
        foreach (var application in population.Applicants.Known.ToList())
        {
            await run.ActAsync("officer", () => population.Officers.StepAsync(application));
            if (round > PatientRounds && application.Status == "Waitlisted" && !population.Clients.IsOpen(application.Name))
            {
                population.Officers.GiveUpWaiting(application);
            }

            if (application.LoanId is not null)
            {
                var settles = round > PatientRounds || world.Chance.Hits(100);
                await run.ActAsync("borrower", () => population.Borrowers.StepAsync(application, settles));
            }
        }

        await run.ActAsync("bank reads", () => Task.FromResult(population.Bank.TakeUp()));
        await run.ActAsync("bank tells", () =>
        {
            population.Bank.Tell();
            return Task.CompletedTask;
        });
        await run.ActAsync("finance asks the bank", () => population.Finance.ResolveAsync(all: true));
    }

    private bool IsOver() =>
        !population.Clients.HasOpen && !population.Bank.HasToTell && population.Bank.IsRead && world.Network.Queued.Count == 0
        && population.Applicants.Known.Count == population.Applicants.All.Count && population.Applicants.Known.All(Officers.IsClosed)
        && population.Finance.OpenQuestions == 0;

    private string Open() => string.Join("; ",
    [
        .. population.Applicants.All.Where(application => !Officers.IsClosed(application)).Select(application => $"{application.Name} is {application.Status}"),
        .. population.Bank.Orders.Select(order => $"{order.Name} {order.Fate}, to tell: {string.Join(", ", order.ToTell)}"),
        $"{world.Network.Queued.Count} messages in the network",
        $"{population.Finance.OpenQuestions} open questions",
    ]);
}
