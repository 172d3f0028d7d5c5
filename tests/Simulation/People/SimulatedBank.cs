using System.Xml.Linq;
using LoanServicing.Simulation.Checks;
using LoanServicing.Simulation.World;
using NodaTime;

namespace LoanServicing.Simulation.People;

/// <summary>
/// The bank, with books of its own: what it really paid is the truth that the product's books must come to. It answers late, in part, twice, in
/// another order than things happened, with a wrong amount, or never.
/// </summary>
internal sealed class SimulatedBank(SimulatedWorld world, Applicants applicants)
{
    private static readonly (int Weight, Fate Fate)[] Fates =
    [
        (56, Fate.Paid), (9, Fate.PaidAndReturned), (11, Fate.Refused), (4, Fate.RefusedAsReturn), (4, Fate.PaidToldWithWrongAmount),
        (3, Fate.NotPaidToldWithWrongAmount), (4, Fate.PaidNeverTold), (3, Fate.NotPaidNeverTold), (3, Fate.RefusedThenToldPaid), (3, Fate.RefusedThenPaid),
    ];

    /// <summary>Payments of one application after which nothing goes wrong with it any more.</summary>
    private const int MostTroubles = 4;

    private readonly HashSet<string> _read = [];
    private readonly List<(string Name, XDocument Document)> _written = [];
    private int _files;

    public List<BankOrder> Orders { get; } = [];

    public bool HasToTell => Orders.Exists(order => order.ToTell.Count > 0);

    private string Inbox => Path.Combine(world.Folders.Bank, "inbox");

    public bool IsRead => !Directory.Exists(Inbox) || !Directory.EnumerateFiles(Inbox).Any();

    /// <summary>Takes up the payment files that are new.</summary>
    /// <returns>How many payments they hold.</returns>
    public int TakeUp()
    {
        var outbox = Path.Combine(world.Folders.Bank, "outbox");
        if (!Directory.Exists(outbox))
        {
            return 0;
        }

        var payments = Directory.EnumerateFiles(outbox, "*.xml").Where(_read.Add).SelectMany(BankXml.Read)
            .OrderBy(payment => payment.Iban, StringComparer.Ordinal).ToList();
        payments.ForEach(TakeUp);
        return payments.Count;
    }

    /// <summary>Writes one file about some of what it has to tell.</summary>
    public void Tell()
    {
        var telling = Orders.Where(order => order.ToTell.Count > 0 && world.Chance.Hits(600)).ToList();
        var told = telling.Select(order => (Order: order, What: TakeNext(order))).ToList();
        Write("camt", told.Where(one => one.What is "paid" or "returned").Select(one => Booking(one.Order, one.What == "returned")).ToList());
        Write("pain", told.Where(one => one.What == "refused").Select(one => BankXml.Refusal(one.Order.EndToEndId)).ToList());
        world.Trace.Note(string.Join(", ", told.Select(one => $"{one.Order.Name} {one.What}")));
    }

    /// <summary>Puts a file there once more, under its name or another; or one about a payment that is none of ours.</summary>
    public void TellAgain()
    {
        if (_written.Count > 0 && world.Chance.Hits(800))
        {
            var (name, document) = world.Chance.Pick(_written);
            world.Trace.Note($"file {name} again");
            Drop(document);
        }
        else
        {
            world.Trace.Note("a payment of others");
            Write("camt", [BankXml.Booking($"UNKNOWN-{_files}", $"U-{_files}", 1000, world.Clock.Today, comesBack: false)]);
        }
    }

    /// <summary>What it says in writing about an order; null when it has not decided, or its files will say it.</summary>
    public BankLetter? LetterAbout(string endToEndId, bool isLast)
    {
        var order = Orders.Find(one => one.EndToEndId == endToEndId);
        return order is null || (!order.NeedsLetter && !isLast && !world.Chance.Hits(150)) ? null : BankLetter.About(order);
    }

    /// <summary>A booking that it had refused before and that no order waits for: it takes the money back.</summary>
    public void HeardThatNobodyWantsIt(BankOrder order)
    {
        if (order.Truth == Truth.Paid && Officers.IsClosed(order.Application))
        {
            order.Truth = Truth.Returned;
            order.ToTell.Add("returned");
        }
    }

    private void TakeUp(BankXml.Payment payment)
    {
        var application = applicants.OwnerOf(payment.Iban);
        var earlier = Orders.Where(order => order.Application == application).ToList();
        if (earlier.Find(order => order.EndToEndId == payment.EndToEndId) is not null)
        {
            throw new FindingException($"R8: the payment of {application.Name} was given to the bank twice.");
        }

        if (earlier.Find(order => order.Truth == Truth.Paid && order.Fate != Fate.RefusedThenPaid) is { } paid)
        {
            throw new FindingException($"{application.Name} is to be paid again although {paid.Name} was paid.");
        }

        var isPaid = earlier.Exists(order => order.Truth == Truth.Paid);
        var fate = isPaid ? Fate.Refused : earlier.Count >= MostTroubles ? Fate.Paid : world.Chance.Weighted(Fates);
        var date = LocalDate.Max(payment.ExecutionDate, world.Clock.Today);
        var order = new BankOrder($"{application.Name}.{earlier.Count + 1}", application, payment.EndToEndId, payment.Amount, fate, date);
        Orders.Add(order);
        world.Trace.Note($"{order.Name}: {fate}");
        world.Trace.Count($"bank: {fate}");
    }

    /// <summary>Usually in the order in which it happened.</summary>
    private string TakeNext(BankOrder order)
    {
        var at = order.Fate == Fate.PaidAndReturned && world.Chance.Hits(200) ? order.ToTell.Count - 1 : 0;
        var what = order.ToTell[at];
        order.ToTell.RemoveAt(at);
        return what;
    }

    private static XElement Booking(BankOrder order, bool comesBack)
    {
        var amount = order.WrongAmountTold ? order.Amount - 7 : order.Amount;
        return BankXml.Booking(order.EndToEndId, comesBack ? order.ReturnReference : order.Reference, amount, order.PaidOn, comesBack);
    }

    private void Write(string kind, List<XElement> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var name = $"{kind}-{++_files}";
        var document = kind == "camt" ? BankXml.Notification(name, entries) : BankXml.StatusReport(name, entries);
        _written.Add((name, document));
        Drop(document);
        if (world.Chance.Hits(100))
        {
            Drop(kind == "camt" ? BankXml.Notification($"{name}-b", entries) : BankXml.StatusReport($"{name}-b", entries));
        }
    }

    private void Drop(XDocument document)
    {
        Directory.CreateDirectory(Inbox);
        var file = Path.Combine(Inbox, $"{++_files:D5}.xml");
        document.Save(file + ".tmp");
        File.Move(file + ".tmp", file);
    }
}
