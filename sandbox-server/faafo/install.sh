#!/usr/bin/env bash
#
# Installs faafo, the First App Application for OpenStack, or parts of it, on the machine it runs on.
#
#   -i messaging | database | faafo   what to install; may be given several times
#   -r api | worker | demo            what to run; may be given several times
#   -e URL                            where the API is        (http://127.0.0.1)
#   -m URL                            where the broker is     (amqp://guest:guest@localhost:5672/)
#   -d URL                            where the database is   (sqlite:////tmp/sqlite.db)
#
# A controller:  install.sh -i messaging -i faafo -r api
# A worker:      install.sh -i faafo -r worker -e 'http://CONTROLLER' -m 'amqp://guest:guest@CONTROLLER:5672/'
#
# The programs come as the package "faafo" from the machine's package archive, which the course's cloud has.
# On a machine of your own, put the programs faafo, faafo-api and faafo-worker into /usr/local/bin and a
# configuration into /etc/faafo/faafo.conf first; the script then leaves that step out.

if [ ! -e /etc/os-release ]; then
    echo "error: cannot detect the distribution, there is no /etc/os-release"
    exit 1
fi
. /etc/os-release

case "$ID" in
    ubuntu|debian)
        CONFIGURATION=/etc/supervisor/conf.d/faafo.conf
        SUPERVISOR=supervisor
        DATABASE=mariadb-server
        ;;
    fedora)
        CONFIGURATION=/etc/supervisord.d/faafo.ini
        SUPERVISOR=supervisord
        DATABASE=mariadb-server
        ;;
    *)
        echo "error: distribution $ID not supported"
        exit 1
        ;;
esac

INSTALL_MESSAGING=0
INSTALL_DATABASE=0
INSTALL_FAAFO=0
RUN_API=0
RUN_WORKER=0
RUN_DEMO=0
ENDPOINT_URL="http://127.0.0.1"
TRANSPORT_URL="amqp://guest:guest@localhost:5672/"
DATABASE_URL="sqlite:////tmp/sqlite.db"

while [ $# -gt 0 ]; do
    OPTION="$1"
    case "$OPTION" in
        -i|-r|-e|-m|-d)
            if [ $# -lt 2 ]; then
                echo "error: option $OPTION requires an argument"
                exit 1
            fi
            VALUE="$2"
            shift 2
            ;;
        *)
            echo "error: unknown option $OPTION"
            exit 1
            ;;
    esac
    case "$OPTION $VALUE" in
        "-i messaging") INSTALL_MESSAGING=1 ;;
        "-i database") INSTALL_DATABASE=1 ;;
        "-i faafo") INSTALL_FAAFO=1 ;;
        "-r api") RUN_API=1 ;;
        "-r worker") RUN_WORKER=1 ;;
        "-r demo") RUN_DEMO=1 ;;
        "-e "*) ENDPOINT_URL="$VALUE" ;;
        "-m "*) TRANSPORT_URL="$VALUE" ;;
        "-d "*) DATABASE_URL="$VALUE" ;;
    esac
done

install_packages() {
    if [ "$ID" = fedora ]; then
        dnf install -y "$@"
    else
        apt-get install -y "$@"
    fi || {
        echo "error: cannot install $*"
        exit 1
    }
}

if [ "$ID" != fedora ]; then
    apt-get update
fi

if [ "$INSTALL_DATABASE" = 1 ]; then
    install_packages "$DATABASE"
    # The database is for other machines too; who may reach it is a matter of security groups.
    mkdir -p /etc/mysql/mariadb.conf.d
    cat > /etc/mysql/mariadb.conf.d/60-faafo.cnf <<CNF
[mysqld]
bind-address = 0.0.0.0
CNF
    systemctl enable mariadb
    systemctl restart mariadb
    mysql -e "CREATE DATABASE IF NOT EXISTS faafo"
    mysql -e "CREATE USER IF NOT EXISTS 'faafo'@'%' IDENTIFIED BY 'password'"
    mysql -e "GRANT ALL PRIVILEGES ON faafo.* TO 'faafo'@'%'"
    mysql -e "ALTER USER 'root'@'localhost' IDENTIFIED BY 'password'"
    DATABASE_URL="mysql://root:password@localhost/faafo"
fi

if [ "$INSTALL_MESSAGING" = 1 ]; then
    install_packages rabbitmq-server
    # The workers of other machines log in as guest, which RabbitMQ lets in from its own machine alone.
    mkdir -p /etc/rabbitmq
    cat > /etc/rabbitmq/rabbitmq.conf <<CONF
loopback_users = none
CONF
    systemctl enable rabbitmq-server
    systemctl restart rabbitmq-server
fi

if [ "$INSTALL_FAAFO" = 1 ]; then
    install_packages "$SUPERVISOR"
    if [ ! -e /usr/local/bin/faafo-api ]; then
        install_packages faafo
    fi
    sed -i "s|^database_url = .*|database_url = $DATABASE_URL|" /etc/faafo/faafo.conf
    sed -i "s|^transport_url = .*|transport_url = $TRANSPORT_URL|" /etc/faafo/faafo.conf
    sed -i "s|^endpoint_url = .*|endpoint_url = $ENDPOINT_URL|" /etc/faafo/faafo.conf
fi

# Adds a program to supervisor's configuration, unless it is there: its name, its command, its priority.
supervise() {
    if [ -e "$CONFIGURATION" ] && grep -q "program:$1" "$CONFIGURATION"; then
        return
    fi
    cat >> "$CONFIGURATION" <<PROGRAM
[program:$1]
command=$2
priority=$3
autorestart=true
stdout_logfile=/var/log/supervisor/$1-stdout.log
stderr_logfile=/var/log/supervisor/$1-stderr.log

PROGRAM
}

if [ "$RUN_API" = 1 ]; then
    supervise faafo_api /usr/local/bin/faafo-api 10
fi

if [ "$RUN_WORKER" = 1 ]; then
    supervise faafo_worker /usr/local/bin/faafo-worker 20
fi

if [ "$RUN_API" = 1 ] || [ "$RUN_WORKER" = 1 ]; then
    systemctl enable "$SUPERVISOR"
    systemctl start "$SUPERVISOR"
    supervisorctl reread
    supervisorctl update
fi

if [ "$RUN_API" = 1 ] && [ "$RUN_DEMO" = 1 ]; then
    # The API needs a moment before it answers.
    for ATTEMPT in 1 2 3 4 5 6 7 8 9 10; do
        if curl -s -o /dev/null "$ENDPOINT_URL/"; then
            break
        fi
        sleep 1
    done
    faafo --endpoint-url "$ENDPOINT_URL" --debug create
fi
