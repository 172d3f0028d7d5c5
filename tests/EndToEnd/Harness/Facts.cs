namespace LoanServicing.EndToEnd.Harness;

/// <summary>A test that needs a broker: skipped, and reported so, where none is named.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RabbitMqFactAttribute : FactAttribute
{
    public RabbitMqFactAttribute() => Skip = Broker.WhyNot;
}

/// <summary>A test that needs to mount a small disk.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute() => Skip = SmallDisk.WhyNot;
}

/// <summary>A test that needs a broker and the gateway.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProcessesFactAttribute : FactAttribute
{
    public ProcessesFactAttribute() => Skip = Broker.WhyNot ?? Gateway.WhyNot;
}

/// <summary>A test that takes many minutes: skipped, and reported so, unless it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public const string Variable = "LOANSERVICING_TEST_LONG";

    public LongFactAttribute() => Skip = WhyNot;

    public static string? WhyNot => Environment.GetEnvironmentVariable(Variable) == "1" ? null : $"It takes long; set {Variable}=1 to run it.";
}

/// <summary>A long test that needs a broker.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongRabbitMqFactAttribute : FactAttribute
{
    public LongRabbitMqFactAttribute() => Skip = LongFactAttribute.WhyNot ?? Broker.WhyNot;
}

/// <summary>A long test that needs a broker and the gateway.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongProcessesFactAttribute : FactAttribute
{
    public LongProcessesFactAttribute() => Skip = LongFactAttribute.WhyNot ?? Broker.WhyNot ?? Gateway.WhyNot;
}

/// <summary>A test that needs a broker and Debian's amqp-tools, an AMQP client that is not ours.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ForeignClientFactAttribute : FactAttribute
{
    public ForeignClientFactAttribute() => Skip = Broker.WhyNot ?? ForeignClient.WhyNot;
}
