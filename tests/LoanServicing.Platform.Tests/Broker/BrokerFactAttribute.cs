namespace LoanServicing.Platform.Tests.Broker;

/// <summary>A test that needs RabbitMQ; without one it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrokerFactAttribute : FactAttribute
{
    public const string Variable = "LOANSERVICING_TEST_RABBITMQ";

    public BrokerFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Skip = $"It needs RabbitMQ; name one in {Variable} (amqp://user:password@host:5672/), or use tests/run.sh.";
        }
    }
}

/// <summary>A test that starts and kills a RabbitMQ node of its own.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OwnBrokerFactAttribute : FactAttribute
{
    public OwnBrokerFactAttribute()
    {
        if (!File.Exists(BrokerNode.Program))
        {
            Skip = $"It needs {BrokerNode.Program} (Debian's rabbitmq-server); tests/run.sh installs it.";
        }
    }
}
