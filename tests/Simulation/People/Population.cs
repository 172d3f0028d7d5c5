using LoanServicing.Simulation.World;

namespace LoanServicing.Simulation.People;

/// <summary>Everybody outside, and what one of them does in a step.</summary>
internal sealed class Population
{
    private readonly SimulatedWorld _world;

    public Population(SimulatedWorld world)
    {
        _world = world;
        Api = new Api(world);
        Clients = new Clients(world, Api);
        Applicants = new Applicants(world, Clients);
        Officers = new Officers(world, Api, Clients, Applicants);
        Borrowers = new Borrowers(world, Api, Clients);
        LoanOfficers = new LoanOfficers(world, Api, Clients);
        Bank = new SimulatedBank(world, Applicants);
        Finance = new FinanceTeam(world, Api, Clients, Bank);
    }

    public Api Api { get; }

    public Clients Clients { get; }

    public Applicants Applicants { get; }

    public Officers Officers { get; }

    public Borrowers Borrowers { get; }

    public LoanOfficers LoanOfficers { get; }

    public SimulatedBank Bank { get; }

    public FinanceTeam Finance { get; }

    /// <summary>Chooses who acts.</summary>
    public Func<Task> ActAsync(SimulatedRun run)
    {
        var choices = new List<(int Weight, Func<Task> Do)>
        {
            (Clients.HasOpen ? 40 : 4, () => run.ActAsync("client", Clients.StepAsync)),
            (_world.Trace.Steps < 60 ? 25 : 5, () => run.ActAsync("finance deposits", Done(Finance.Deposit))),
            (5, () => run.ActAsync("finance asks the bank", () => Finance.ResolveAsync(all: false))),
            (10, () => run.ActAsync("bank reads", Done(() => _world.Trace.Note($"{Bank.TakeUp()} payments")))),
        };
        if (Applicants.HasMore)
        {
            choices.Add((30, () => run.ActAsync("applicant", Done(Applicants.Apply))));
        }

        if (Applicants.Known is { Count: > 0 } known)
        {
            choices.Add((40, () => run.ActAsync("officer", () => Officers.StepAsync(_world.Chance.Pick(known)))));
        }

        if (Bank.HasToTell)
        {
            choices.Add((14, () => run.ActAsync("bank tells", Done(Bank.Tell))));
            choices.Add((1, () => run.ActAsync("bank tells", Done(Bank.TellAgain))));
        }

        if (Applicants.Known.Where(application => application.LoanId is not null).ToList() is { Count: > 0 } borrowers)
        {
            choices.Add((20, () => run.ActAsync("borrower", () => Borrowers.StepAsync(_world.Chance.Pick(borrowers), settles: false))));
            choices.Add((4, () => run.ActAsync("loan officer", () => LoanOfficers.StepAsync(_world.Chance.Pick(borrowers)))));
        }

        return _world.Chance.Weighted(choices);
    }

    private static Func<Task> Done(Action act) => () =>
    {
        act();
        return Task.CompletedTask;
    };
}
