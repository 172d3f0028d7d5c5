using LoanServicing.Disbursement;
using LoanServicing.Disbursement.Inbox;
using LoanServicing.Disbursement.Outbox;
using LoanServicing.Funding;
using LoanServicing.Funding.Handlers;
using LoanServicing.Platform.Audit;
using LoanServicing.Platform.Messaging;
using LoanServicing.Platform.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace LoanServicing.Simulation.World;

/// <summary>A service in one life of its process: the product's own parts, driven by steps instead of timers.</summary>
internal sealed class ServiceInstance : IDisposable
{
    private readonly SimulatedProcess _process;
    private readonly CommitSignal _signal = new();
    private readonly Dispatcher _dispatcher;

    public ServiceInstance(SimulatedProcess process, StoredService stored, IReadOnlyList<HandlerMap> maps)
    {
        _process = process;
        var world = process.World;
        Handlers = maps.Single(map => map.Service == stored.Module.Name);
        var facts = new FactWriter(Handlers, type => HandlerMap.SubscribersOf(maps, type), _signal);
        Database = new ProcessDatabase(process, stored, () => facts);
        Receiver = new FactReceiver(Database, Handlers);
        var transport = world.Plan.HasBroker ? (ITransport)new BrokerTransport(process, maps) : new InProcessTransport(process, maps);
        _dispatcher = new Dispatcher(Database, transport, _signal, world.Clock, world.Plan.Dispatching, NullLogger<Dispatcher>.Instance);
        Workers = [("dispatch", () => _dispatcher.DeliverPageAsync(process.Stop)), .. Platform(world, stored), .. Own(world, stored)];
    }

    public string Name => Database.Name;

    public HandlerMap Handlers { get; }

    public ProcessDatabase Database { get; }

    public FactReceiver Receiver { get; }

    /// <summary>What the service does by itself, one round of each at a time.</summary>
    public IReadOnlyList<(string Name, Func<Task> RoundAsync)> Workers { get; }

    public void Dispose()
    {
        _dispatcher.Dispose();
        _signal.Dispose();
    }

    private IEnumerable<(string Name, Func<Task> RoundAsync)> Platform(SimulatedWorld world, StoredService stored)
    {
        var sealer = new Sealer(
            Database, [AuditLog.Table, .. stored.Module.SealedLogs], world.Folders.Seals, NullLogger<Sealer>.Instance, new VirtualTime(world.Clock));
        yield return ("seal", () => sealer.SealDueAsync(_process.Stop));
        yield return ("drain", () => WaitingFacts.DrainRestAsync(Database, Handlers, world.Clock.GetCurrentInstant(), _process.Stop));
        if (stored.Module.BusinessDateNotBefore is { } notBefore)
        {
            var owner = new BusinessDateOwner(Database, world.Product.ServiceNames, notBefore, world.Clock, NullLogger<BusinessDateOwner>.Instance);
            yield return ("calendar", () => owner.TryFollowTheCalendarAsync(_process.Stop));
        }
    }

    private IEnumerable<(string Name, Func<Task> RoundAsync)> Own(SimulatedWorld world, StoredService stored)
    {
        switch (stored.Module.Name)
        {
            case FundingService.Name:
                yield return ("waiting list", () => WaitingListServer.ServeAllAsync(Database, _process.Stop));
                break;
            case DisbursementService.Name:
                var folder = new BankFolder(world.Folders.Bank);
                var settings = world.Product.BankSettings;
                var writer = new PaymentFileWriter(Database, folder, settings, world.Clock);
                var inbox = new BankInbox(Database, folder, settings, world.Clock, NullLogger<BankInbox>.Instance);
                var pass = new InboxPass(inbox, new InboxWatch(folder, world.Clock));
                yield return ("payment files", () => writer.RunAsync(_process.Stop));
                yield return ("bank inbox", () => pass.RunAsync(_process.Stop));
                break;
        }
    }
}
